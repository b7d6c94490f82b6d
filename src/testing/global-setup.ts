import type { TestProject } from 'vitest/node';
import { startCluster } from './postgres.ts';

/** Starts one PostgreSQL for the whole run; Vitest calls what it returns when the run ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgresUrl', cluster.url);
  project.provide('postgresBin', cluster.bin);
  return () => cluster.stop();
}
