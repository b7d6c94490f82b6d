import { lazy, Suspense, useState, type ComponentType } from 'react';
import { whenIdle } from './when-idle.ts';

/**
 * React's `lazy`, which also draws at once what `preload` has fetched before: `lazy` itself would first suspend, and
 * draw a frame or two later. Until the code is there it draws nothing.
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let there: ComponentType<Props> | undefined;
  const fetched = async () => (there = await load());
  const Later = lazy(async () => ({ default: await fetched() }));

  function Lazily(props: Props) {
    // Chosen once: another component in the middle of its life would forget what was typed.
    const [Chosen] = useState(() => there ?? Later);
    return (
      <Suspense fallback={null}>
        <Chosen {...props} />
      </Suspense>
    );
  }
  return Object.assign(Lazily, {
    /** Fetches it soon, if it is not there yet. A failure shows when it is really wanted. */
    preload: (): void => {
      if (there === undefined) whenIdle(() => void fetched().catch(() => undefined));
    },
  });
}
