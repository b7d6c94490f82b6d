import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { START } from '../../testing/rows.ts';
import type { Store } from '../ports/store.ts';
import { DEMO_SETTING, followDemoState, type DemoSettings } from './demo-state.ts';

test('a read that is overtaken by a later one does not bring back what was set before', async () => {
  const store = createMemoryStore();
  const set = (value: DemoSettings) =>
    store.write(async (tx) => {
      if (await tx.get('settings', DEMO_SETTING)) await tx.update('settings', DEMO_SETTING, { value });
      else await tx.insert('settings', { id: DEMO_SETTING, value });
    });
  await set({ faults: ['platform_down'], clockOffset: 0 });
  let hold: Promise<void> | null = null;
  const slow: Store = {
    ...store,
    read: async (work) => {
      const held = hold;
      const result = await store.read(work);
      await held;
      return result;
    },
  };
  const state = await followDemoState(slow, { now: () => START });
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  const overtaken = state.refresh();
  hold = null;
  await set({ faults: [], clockOffset: 1000 });
  await state.refresh();
  resolve();
  await overtaken;
  expect(state.current()).toEqual({ faults: [], clockOffset: 1000 });
  expect(state.clock.now()).toBe(START + 1000);
  state.stop();
});
