import type { TestProject } from 'vitest/node';
import { keepArchive } from '../server/store/make-empty-database.ts';
import { startCluster } from './postgres.ts';

/** Starts one PostgreSQL for the whole run; Vitest calls what it returns when the run ends. Makes the empty database that every server and store starts with. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [cluster] = await Promise.all([startCluster(), keepArchive()]);
  project.provide('postgresUrl', cluster.url);
  project.provide('postgresBin', cluster.bin);
  return () => cluster.stop();
}
