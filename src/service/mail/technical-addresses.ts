import type { Out } from '../../contract/operation.ts';
import type { TechnicalAddresses, TechnicalAddressesChange } from '../../contract/schemas/mail.ts';
import { technicalAddressId } from '../../domain/mail/mail.ts';
import type { ProjectRole } from '../../domain/people.ts';
import { mayChangeTechnicalAddresses } from '../../domain/policy/service-users.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { demand } from '../problem.ts';
import { findService } from '../services/find-service.ts';
import type { ServicePath } from '../services/read-acls.ts';
import { loadActorIn } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { technicalAddressesOf } from './technical-addresses-of.ts';

const view = async (
  tx: ReadTransaction,
  serviceId: string,
  role: ProjectRole,
  project: string,
): Promise<Out<typeof TechnicalAddresses>> => ({
  technical_addresses: [...(await technicalAddressesOf(tx, serviceId))],
  verdicts: { change: verdictView(mayChangeTechnicalAddresses({ role, project })) },
});

/** A service's technical addresses (C4), for whoever has a role in its project. Errors: 404. */
export const getTechnicalAddresses = (
  { store }: Deps,
  actorId: string,
  path: ServicePath,
): Promise<Out<typeof TechnicalAddresses>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    const { service, role } = await findService(tx, actor, path.project, path.service_name);
    return view(tx, service.id, role, path.project);
  });

/** Puts these addresses in the place of those before (C4). Errors: 403 unless admin of the project, 404. */
export const changeTechnicalAddresses = (
  { store, clock, ids }: Deps,
  actorId: string,
  path: ServicePath,
  input: Out<typeof TechnicalAddressesChange>,
): Promise<Out<typeof TechnicalAddresses>> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    const { service, role } = await findService(tx, actor, path.project, path.service_name);
    demand(mayChangeTechnicalAddresses({ role, project: path.project }));
    // However often one is given, in whatever case, it is one.
    const wished = new Map(
      input.technical_addresses.map((address) => [technicalAddressId(service.id, address), address]),
    );
    const present = new Map(
      (await tx.find('technicalAddresses', { where: { serviceId: service.id } })).map((row) => [row.id, row]),
    );
    const gone = [...present.values()].filter(({ id }) => !wished.has(id));
    const come = [...wished].filter(([id]) => !present.has(id));
    for (const { id } of gone) await tx.remove('technicalAddresses', id);
    for (const [id, address] of come)
      await tx.insert('technicalAddresses', {
        id,
        organizationId: service.organizationId,
        serviceId: service.id,
        address,
        createdAt: now,
      });
    if (gone.length > 0 || come.length > 0) {
      await recordAudit(tx, ids, now, {
        actor,
        action: 'service.technical_addresses_changed',
        organizationId: service.organizationId,
        resourceName: service.name,
        details: {
          project: service.projectName,
          ...(come.length > 0 ? { added: come.map(([, address]) => address).join(', ') } : {}),
          ...(gone.length > 0 ? { removed: gone.map(({ address }) => address).join(', ') } : {}),
        },
      });
      tx.announce({ touches: ['services'], organizationId: service.organizationId, personIds: null });
    }
    return view(tx, service.id, role, path.project);
  });
