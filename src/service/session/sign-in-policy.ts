import type { Session, SessionLimits } from '../../domain/sign-in/session.ts';
import { DAY } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';

/** A place where people have their accounts. */
export interface ProviderName {
  readonly id: string;
  /** As the button says it. */
  readonly name: string;
}

/** What a host that knows providers can ask them. */
export interface Providers {
  readonly list: readonly ProviderName[];
  /**
   * Asks what this session's person is by now, and brings groups and roles in line; ends the session when the provider says
   * no. Where it does not answer, everything stays. Never throws for the provider's sake.
   */
  refresh(deps: Deps, session: Session): Promise<void>;
  /** Where the browser ends the provider's own session; null where it has no such place. */
  signOutUrl(deps: Deps, session: Session): Promise<string | null>;
}

/** How people sign in, and for how long. */
export interface SignInPolicy extends SessionLimits {
  /** Null: by persona. */
  readonly providers: Providers | null;
  /** How long after a login secrets may be shown, reset and made, in milliseconds; null: as long as the session. */
  readonly stepUp: number | null;
  /** Whether a code of the command line lets somebody in. */
  readonly breakGlass: boolean;
}

/** How long a persona's session lasts, in milliseconds. */
export const SESSION_LENGTH = 30 * DAY;

/** Where there are no providers. */
export const PERSONAS_ONLY: SignInPolicy = {
  providers: null,
  stepUp: null,
  breakGlass: false,
  idle: SESSION_LENGTH,
  lifetime: SESSION_LENGTH,
};
