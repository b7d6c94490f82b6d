import { UnavailableError } from './store.ts';

/**
 * Code that a host brings when it is first needed: `await arrived(import('./issuer.ts'))`. Throws UnavailableError when
 * it cannot be had, say offline; the next `import()` asks for it again.
 */
export const arrived = <Code>(code: Promise<Code>): Promise<Code> =>
  code.catch((cause: unknown) => {
    throw new UnavailableError(
      'A part of the backend could not be loaded. Nothing was changed. Try again in a moment.',
      { cause },
    );
  });
