import { DAY, MINUTE } from '../../domain/time.ts';
import { createQuickIssuer } from '../../platform/simulated/quick-issuer.ts';
import { approveRequest, declineRequest, requestRotation } from '../../service/requests/change-requests.ts';
import type { Sealer } from '../../service/ports/ports.ts';
import type { World } from '../../service/ports/store.ts';
import { GROUPS, ORGANIZATION, personId, SERVICES } from './organization.ts';
import type { GroupKey, ServiceKey } from './organization.ts';
import { colleague, openStage } from './stage.ts';

const SUBJECTS = [
  'order',
  'invoice',
  'shipment',
  'route',
  'pallet',
  'driver',
  'tariff',
  'claim',
  'quote',
  'label',
];
const DUTIES = [
  'reader',
  'writer',
  'mirror',
  'indexer',
  'archiver',
  'monitor',
  'export',
  'sync',
  'gateway',
  'batch',
];

const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  // Only non-empty constants come in here.
  if (item === undefined) throw new Error('an empty list');
  return item;
};

/**
 * The demo organization with so many accesses, for tests and benchmarks; grown by running the use cases, like the demo.
 * Every 20th access has a rotation: pending, declined, or approved and waiting to be viewed. Certificates are made by
 * the quick issuer: they look right and authenticate nothing.
 */
export const growLargeWorld = async (options: {
  readonly now: number;
  readonly sealer: Sealer;
  readonly accesses: number;
}): Promise<World> => {
  const { now, sealer, accesses } = options;
  const span = 800 * DAY;
  const stage = await openStage({ start: now - span - DAY, sealer, issuer: createQuickIssuer() });
  const { deps } = stage;
  // Keys of constants, in their written order.
  const groups = (Object.keys(GROUPS) as GroupKey[]).filter((key) => GROUPS[key].members.length > 1);
  const services = Object.keys(SERVICES) as ServiceKey[];
  for (let i = 0; i < accesses; i += 1) {
    await stage.until(now - span + Math.floor((span / accesses) * i));
    const group = at(groups, i);
    const who = at(GROUPS[group].members, Math.floor(i / groups.length));
    const service = at(services, Math.floor(i / 3));
    const name = `${at(SUBJECTS, i * 7)}-${at(DUTIES, Math.floor(i / 10))}-${String(i).padStart(6, '0')}`;
    const topic = at(SERVICES[service].topics, i);
    const access = await stage.create(who, group, service, name, [`${topic}:${i % 3 === 0 ? 'rw' : 'r'}`]);
    await stage.reveal(who, access, true);
    if (i % 20 !== 0) continue;
    const { request } = await requestRotation(deps, personId(who), ORGANIZATION.id, {
      request_type: 'rotate_credentials',
      access_id: access,
      message: `Rotation ${i} of the generated world.`,
    });
    const other = personId(colleague(group, who));
    await stage.until(deps.clock.now() + MINUTE);
    if (i % 60 === 20)
      await declineRequest(deps, other, ORGANIZATION.id, request.request_id, { reason: 'Not now.' });
    if (i % 60 === 40) await approveRequest(deps, other, ORGANIZATION.id, request.request_id, {});
  }
  await stage.until(now);
  return stage.world();
};
