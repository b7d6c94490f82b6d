import type { ReadTransaction } from '../ports/ports.ts';
import type { Job } from '../ports/store.ts';

/** Still this worker's: another may have taken the job over after the lock ran out. */
export const stillOurs = async (tx: ReadTransaction, job: Job): Promise<boolean> => {
  const current = await tx.get('jobs', job.id);
  return current?.status === 'queued' && current.attempts === job.attempts;
};
