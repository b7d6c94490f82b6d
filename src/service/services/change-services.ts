import type { Out } from '../../contract/operation.ts';
import type { CertificateNotices } from '../../contract/schemas/service-users.ts';
import type * as wire from '../../contract/schemas/services.ts';
import { mayIntroduceCa, mayOperateProject } from '../../domain/policy/service-users.ts';
import type { Deps } from '../deps.ts';
import { PlatformRefusedError } from '../ports/ports.ts';
import { UnavailableError } from '../ports/store.ts';
import { demand, ProblemError } from '../problem.ts';
import { announceUsers } from '../service-users/announce.ts';
import { tendBy } from '../service-users/tend-by.ts';
import { loadActor, loadActorIn } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { findProject, findService } from './find-service.ts';
import type { ServicePath } from './read-acls.ts';
import { detailsView } from './read-overview.ts';

/**
 * Mutes a service's certificate notices or changes when it renews (C2, C10); what is not given stays. Errors: 403 unless
 * admin or operator of the project, 404 for organization, project or service.
 */
export const changeCertificateNotices = (
  { store, clock, ids }: Deps,
  actorId: string,
  path: ServicePath,
  { muted, renewal_window_days: days }: Out<typeof CertificateNotices>,
): Promise<Out<typeof wire.ServiceDetailsEnvelope>> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    const { service, role } = await findService(tx, actor, path.project, path.service_name);
    demand(mayOperateProject({ role, project: path.project }));
    const change = {
      ...(muted === undefined || muted === service.noticesMuted ? {} : { noticesMuted: muted }),
      ...(days === undefined || days === service.renewalWindowDays ? {} : { renewalWindowDays: days }),
    };
    const changed = { ...service, ...change };
    if (Object.keys(change).length > 0) {
      await tx.update('services', service.id, { ...change, updatedAt: now });
      await recordAudit(tx, ids, now, {
        actor,
        action: 'service.notices_changed',
        organizationId: service.organizationId,
        resourceName: service.name,
        details: {
          project: service.projectName,
          muted: String(changed.noticesMuted),
          renewal_window_days: String(changed.renewalWindowDays),
        },
      });
      await tendBy(tx, now, service.id, now);
      announceUsers(tx, service.organizationId);
    }
    return { service: await detailsView(tx, changed, role, now) };
  });

/**
 * Introduces a project's CA of this number beside the older ones; answers with all of them. One that is there already is
 * left as it is, so that asking twice makes one. Errors: 409 when there is a number between, 403 unless admin of the
 * project, 404 for the project, 503 when the platform does not answer.
 */
export const introduceCa = async (
  { store, clock, ids, platform }: Deps,
  actorId: string,
  name: string,
  number: number,
): Promise<Out<typeof wire.ProjectCa>> => {
  const demandRight = async (tx: Parameters<Parameters<Deps['store']['read']>[0]>[0]) => {
    const actor = await loadActor(tx, actorId);
    const { project, role } = await findProject(tx, actor, name);
    demand(mayIntroduceCa({ role, project: name }));
    return { actor, project };
  };
  await store.read(demandRight);
  try {
    const known = await platform.caCertificate(name);
    const count = known.match(/-----BEGIN CERTIFICATE-----/gu)?.length ?? 0;
    if (number > count + 1)
      throw new ProblemError(
        'stale_version',
        `${name} has ${count} CAs; the next one is number ${count + 1}.`,
      );
    await platform.introduceCa(name, number);
    const certificate = await platform.caCertificate(name);
    return await store.write(async (tx) => {
      const { actor, project } = await demandRight(tx);
      // By whoever gets here first: of several calls at once, or of one that was cut off and its repetition.
      const told = await tx.find('audit', {
        where: {
          organizationId: project.organizationId,
          action: 'project.ca_introduced',
          resourceName: project.name,
        },
      });
      if (told.some(({ details }) => details['number'] === String(number))) return { certificate };
      await recordAudit(tx, ids, clock.now(), {
        actor,
        action: 'project.ca_introduced',
        organizationId: project.organizationId,
        resourceName: project.name,
        details: { number: String(number) },
      });
      announceUsers(tx, project.organizationId);
      return { certificate };
    });
  } catch (error) {
    if (error instanceof PlatformRefusedError) throw new UnavailableError(error.message, { cause: error });
    throw error;
  }
};
