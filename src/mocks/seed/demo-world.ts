import { DAY, HOUR, MINUTE } from '../../domain/time.ts';
import {
  approveRequest,
  declineRequest,
  deleteRequest,
  requestRotation,
} from '../../service/requests/change-requests.ts';
import { changeCertificateNotices } from '../../service/services/change-services.ts';
import {
  acknowledgeRenewedCertificate,
  createServiceUser,
} from '../../service/service-users/change-users.ts';
import type { UserPath } from '../../service/service-users/find-user.ts';
import type { Sealer } from '../../service/ports/ports.ts';
import type { World } from '../../service/ports/store.ts';
import { markNotificationsRead } from '../../service/session/notifications.ts';
import { CAST, type Cast } from './cast.ts';
import { keyScenes } from './keys.ts';
import { ROTATIONS, type Rotation } from './rotations.ts';
import { colleague, openStage, type Scene, type Stage } from './stage.ts';
import { groupId, ORGANIZATION, PEOPLE, personId, PROJECTS, SERVICES } from './organization.ts';
import type { PersonKey, ServiceKey } from './organization.ts';

const onStage = async (stage: Stage, cast: Cast): Promise<string> => {
  const plan = SERVICES[cast.service];
  const who = personId(cast.who);
  const create = () =>
    stage.create({
      name: cast.name,
      who,
      groupId: groupId(cast.group),
      projectName: PROJECTS[plan.project],
      serviceName: plan.name,
      acls: cast.acls,
    });
  const id = cast.first === 'failed' ? await stage.refusing(create) : await create();
  if (cast.first === undefined) await stage.reveal(who, id, true);
  if (cast.first === 'unconfirmed') await stage.reveal(who, id, false);
  return id;
};

const rotate = async (stage: Stage, cast: Cast, accessId: string, rotation: Rotation): Promise<void> => {
  const { deps } = stage;
  const { who, end, message, overlap } = rotation;
  const now = deps.clock.now();
  const me = personId(who);
  const other = personId(colleague(cast.group, who));
  const { request } = await requestRotation(deps, me, ORGANIZATION.id, {
    request_type: 'rotate_credentials',
    access_id: accessId,
    message,
    ...(overlap ? { overlap } : {}),
  });
  if (end.kind === 'pending') return;
  await stage.until(now + 25 * MINUTE);
  if (end.kind === 'deleted') {
    await deleteRequest(deps, me, ORGANIZATION.id, request.request_id);
    return;
  }
  if (end.kind === 'declined') {
    await declineRequest(deps, other, ORGANIZATION.id, request.request_id, { reason: end.reason });
    return;
  }
  const approve = () => approveRequest(deps, other, ORGANIZATION.id, request.request_id, {});
  await (end.kind === 'failed' ? stage.refusing(approve) : approve());
  await stage.until(now + 40 * MINUTE);
  if (end.kind === 'saved' || end.kind === 'unconfirmed')
    await stage.reveal(me, accessId, end.kind === 'saved');
};

/** A service user that belongs to no access. */
const standsAlone = async (stage: Stage, service: ServiceKey, username: string): Promise<UserPath> => {
  const plan = SERVICES[service];
  const path = { project: PROJECTS[plan.project], service_name: plan.name };
  await createServiceUser(stage.deps, personId('tomas'), path, { username });
  await stage.until(stage.deps.clock.now());
  return { ...path, username };
};

/** The story of the services' own users, of a mirror whose renewed certificate is in use, and of a muted service. */
const userScenes = (stage: Stage, now: number): Scene[] => {
  const { deps } = stage;
  let mirror: UserPath | undefined;
  return [
    { at: now - 400 * DAY, play: () => stage.primaryUsers() },
    {
      at: now - 760 * DAY,
      play: async () => void (mirror = await standsAlone(stage, 'telemetry', 'mirror-maker')),
    },
    {
      at: now - 24 * DAY,
      play: async () => {
        if (mirror) await acknowledgeRenewedCertificate(deps, personId('tomas'), mirror);
      },
    },
    { at: now - 40 * DAY, play: async () => void (await standsAlone(stage, 'orders', 'grafana-agent')) },
    // Renewed within the first month that the demo's clock leaps.
    { at: now - 715 * DAY, play: async () => void (await standsAlone(stage, 'warehouse', 'stock-mirror')) },
    {
      at: now - 10 * DAY,
      play: async () => {
        const path = {
          organization_id: ORGANIZATION.id,
          project: PROJECTS.dev,
          service_name: SERVICES.devTelemetry.name,
        };
        await changeCertificateNotices(deps, personId('pavel'), path, { muted: true });
      },
    },
  ];
};

/** The story of these accesses and of the rotations that they had, as of `now`. */
export const demoScenes = (
  stage: Stage,
  now: number,
  casts: readonly Cast[] = CAST,
  rotations: readonly Rotation[] = ROTATIONS,
): Scene[] => {
  const ids = new Map<string, string>();
  return [
    ...casts.map((cast) => ({
      at: now - cast.age * DAY + 3 * HOUR,
      play: async () => void ids.set(cast.name, await onStage(stage, cast)),
    })),
    ...rotations.map((rotation) => ({
      at: now - rotation.at * HOUR,
      play: async () => {
        const cast = casts.find((candidate) => candidate.name === rotation.access);
        const id = ids.get(rotation.access);
        if (!cast || id === undefined) throw new Error(`${rotation.access} is not in the cast`);
        await rotate(stage, cast, id, rotation);
      },
    })),
    ...userScenes(stage, now),
    ...keyScenes(stage, now),
    // People have read what is old.
    {
      at: now - 3 * DAY,
      play: async () => {
        for (const key of Object.keys(PEOPLE))
          // Keys of PEOPLE.
          await markNotificationsRead(stage.deps, personId(key as PersonKey), {});
      },
    },
  ];
};

/**
 * The demo organization as of `now` (epoch milliseconds): 40 accesses in every lasting state, requests of every status,
 * certificates near, past and far from expiry; grown by running the use cases over the years before.
 */
export const growDemoWorld = async (options: {
  readonly now: number;
  readonly sealer: Sealer;
}): Promise<World> => {
  const { now, sealer } = options;
  const oldest = Math.max(...CAST.map((cast) => cast.age)) + 20;
  const stage = await openStage({ start: now - oldest * DAY, sealer });
  await stage.play(demoScenes(stage, now), now);
  return stage.world();
};
