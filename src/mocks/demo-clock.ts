import type { Clock } from '../service/ports/ports.ts';

const KEY = 'latchkey.demo.opened';

/** Starts at the moment that the world shows when the demo is first opened, and runs on from there over reloads. */
export const demoClock = (worldId: string, worldNow: number): Clock & { restart(): void } => {
  const kept = localStorage.getItem(KEY);
  const [id, at] = kept?.split(' ') ?? [];
  let openedAt = Number(at);
  const restart = (): void => {
    openedAt = Date.now();
    localStorage.setItem(KEY, `${worldId} ${openedAt}`);
  };
  if (id !== worldId || !Number.isFinite(openedAt)) restart();
  return { now: () => worldNow + Math.max(0, Date.now() - openedAt), restart };
};
