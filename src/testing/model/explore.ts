import type { Action, Memory } from './commands.ts';
import { copyModel, type Model } from './state.ts';
import { stepsOf } from './steps.ts';
import { dueJobs, runJob, settle } from './worker.ts';

interface Place {
  readonly at: number;
  readonly memory: Memory;
}

/**
 * Every model that may be true after these actions, done at the same instant with these results, whatever order their
 * transactions took; none when no order explains the results. With `worker`, jobs that are due come anywhere between.
 * Without `results`, whatever the model says will do.
 */
export const explore = (
  before: Model,
  actions: readonly Action[],
  results: readonly string[] | null,
  worker = false,
): readonly Model[] => {
  const found = new Map<string, Model>();
  const seen = new Set<string>();
  const programs = actions.map(stepsOf);

  const visit = (model: Model, places: readonly (Place | null)[]): void => {
    const key = JSON.stringify([model, places]);
    if (seen.has(key)) return;
    seen.add(key);
    if (places.every((place) => place === null)) {
      const end = copyModel(model);
      if (worker) settle(end);
      found.set(JSON.stringify(end), end);
      return;
    }
    for (const [i, place] of places.entries()) {
      const step = place && programs[i]?.[place.at];
      if (!step) continue;
      const next = copyModel(model);
      const memory = { ...place.memory };
      const result = step(next, memory);
      if (result !== null && results !== null && result !== results[i]) continue;
      const moved = places.with(i, result === null ? { at: place.at + 1, memory } : null);
      visit(next, moved);
    }
    if (!worker) return;
    for (const at of dueJobs(model)) {
      const next = copyModel(model);
      runJob(next, at);
      visit(next, places);
    }
  };

  visit(
    before,
    actions.map(() => ({ at: 0, memory: { credential: -1, opened: false } })),
  );
  return [...found.values()];
};

/** How this action would end if nobody else did anything. */
export const predict = (before: Model, action: Action): string => {
  const model = copyModel(before);
  const memory: Memory = { credential: -1, opened: false };
  for (const step of stepsOf(action)) {
    const result = step(model, memory);
    if (result !== null) return result;
  }
  throw new Error('every action ends');
};
