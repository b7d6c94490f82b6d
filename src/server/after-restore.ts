import { systemClock } from '../runtime/clock.ts';
import { createIds } from '../runtime/ids.ts';
import { followDemoState } from '../service/demo/demo-state.ts';
import { afterRestore } from '../service/upkeep/after-restore.ts';
import { readConfig, StartError } from './config.ts';
import { createLog } from './log.ts';
import { openStore } from './open-store.ts';

/** `npm run after-restore`: once after a backup was brought back, before the first server starts. */
const main = async (): Promise<void> => {
  const { config } = readConfig(process.env);
  const store = await openStore(
    config,
    createLog((line) => void process.stderr.write(line)),
  );
  try {
    const demo = await followDemoState(store, systemClock);
    const { clock } = demo;
    const { sessions, unviewed, tokens, keys } = await afterRestore({ store, clock, ids: createIds(clock) });
    demo.stop();
    console.log(
      `${sessions} sessions ended. ${unviewed} credentials that nobody had saved can be shown to nobody any more; ask for new ones.`,
    );
    console.log(
      `${tokens} access tokens and ${keys} API keys stand as they stood in the backup: revoke those again that were revoked since.`,
    );
  } finally {
    await store.close();
  }
};

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  for (const line of error.lines) console.error(line);
  process.exitCode = 1;
}
