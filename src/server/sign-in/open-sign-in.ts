import type { Sealer } from '../../service/ports/ports.ts';
import { PERSONAS_ONLY } from '../../service/session/sign-in-policy.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { ServerSignIn } from './compose.ts';

/** Sign-in as it is configured. What speaks with providers is loaded where there are any. */
export const openSignIn = async (config: Config, sealer: Sealer, log: Log): Promise<ServerSignIn> => {
  const { providers, publicUrl, breakGlass } = config;
  if (publicUrl !== null && providers.length > 0)
    return (await import('./compose.ts')).createServerSignIn({ ...config, publicUrl }, sealer, log);
  return {
    policy: { ...PERSONAS_ONLY, breakGlass: breakGlass === 'on' },
    routes: () => null,
    pushes: () => null,
    follow: () => () => undefined,
  };
};
