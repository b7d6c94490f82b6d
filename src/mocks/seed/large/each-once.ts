import type { Job } from '../../../service/ports/store.ts';

/** Every part of a world that grew by itself has the jobs that tend services; the first to run counts. */
export const eachOnce = (jobs: readonly Job[]): Job[] => {
  const first = new Map<string, Job>();
  for (const job of jobs) {
    const known = first.get(job.id);
    if (!known || job.runAt < known.runAt) first.set(job.id, job);
  }
  return [...first.values()];
};
