import { DAY } from '../../../domain/time.ts';
import { purge } from '../../../service/jobs/purge.ts';
import {
  approveRequest,
  declineRequest,
  deleteRequest,
  requestRotation,
  retryRequest,
} from '../../../service/requests/change-requests.ts';
import { markNotificationsRead } from '../../../service/session/notifications.ts';
import { ORGANIZATION } from '../organization.ts';
import type { Scene, Stage } from '../stage.ts';
import type { PlannedAccess, PlannedRotation, PlannedView } from './plan.ts';

const organization = ORGANIZATION.id;

const viewScene = (stage: Stage, who: string, access: () => string, view: PlannedView): Scene => ({
  at: view.at,
  play: () => stage.reveal(who, access(), view.save),
});

const decide = async (stage: Stage, rotation: PlannedRotation, id: string): Promise<void> => {
  const { deps } = stage;
  const { end, who, other, words } = rotation;
  if (end === 'delete') await deleteRequest(deps, who, organization, id);
  else if (end === 'decline') await declineRequest(deps, other, organization, id, { reason: words });
  else {
    const approve = () => approveRequest(deps, other, organization, id, words ? { message: words } : {});
    await (end === 'fail' ? stage.refusing(approve) : approve());
  }
};

const rotationScenes = (stage: Stage, rotation: PlannedRotation, access: () => string): Scene[] => {
  const { who, at, message, overlap, decidedAt, retriedAt, view } = rotation;
  let id = '';
  const ask = async (): Promise<void> => {
    const { request } = await requestRotation(stage.deps, who, organization, {
      request_type: 'rotate_credentials',
      access_id: access(),
      message,
      overlap,
    });
    id = request.request_id;
  };
  const retry = async (): Promise<void> => {
    await retryRequest(stage.deps, who, organization, id, {});
  };
  return [
    { at, play: ask },
    { at: decidedAt, play: () => decide(stage, rotation, id) },
    ...(retriedAt === null ? [] : [{ at: retriedAt, play: retry }]),
    ...(view === null ? [] : [viewScene(stage, who, access, view)]),
  ];
};

/** The story of one access. What is planned for later than `now` is left out: it has not happened yet. */
export const accessScenes = (stage: Stage, planned: PlannedAccess, now: number): Scene[] => {
  const { at, who, fails, view, rotations } = planned;
  let id = '';
  const access = (): string => id;
  const create = async (): Promise<void> => {
    id = await (fails ? stage.refusing(() => stage.create(planned)) : stage.create(planned));
  };
  return [
    { at, play: create },
    ...(view === null || fails ? [] : [viewScene(stage, who, access, view)]),
    ...rotations.flatMap((rotation) => rotationScenes(stage, rotation, access)),
  ].filter((scene) => scene.at <= now);
};

/** How often people read their notifications, and workers forget what is over. */
const EVERY = 30 * DAY;

/** People read what they were told, all but the lazy ones. */
export const readingScenes = (
  stage: Stage,
  lazy: ReadonlySet<string>,
  start: number,
  now: number,
): Scene[] => {
  const { deps } = stage;
  const play = async (): Promise<void> => {
    const unread = await deps.store.read((tx) => tx.find('notifications', { where: { readAt: null } }));
    for (const id of new Set(unread.map(({ personId }) => personId)))
      if (!lazy.has(id)) await markNotificationsRead(deps, id, {});
    await purge(deps);
  };
  const last = now - 3 * DAY;
  const count = Math.floor((last - start) / EVERY) + 1;
  return Array.from({ length: count }, (_, i) => ({ at: last - i * EVERY, play }));
};
