import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import type { Refreshed } from '../../service/sign-in/refresh-session.ts';
import type { ProviderConfig } from './provider-config.ts';
import { personIsRefused, sayNothing, tokenIsRefused } from './refusals.ts';

/** How long a provider may take for one answer, in seconds. */
const PATIENCE = 5;
/** A provider that does not describe itself is not asked again for so long, in milliseconds. */
const DISCOVERY_PAUSE = 5000;
/** By another clock a login that was asked for now may have been made so much earlier, and a logout so much later. Milliseconds. */
const CLOCK_TOLERANCE = 30_000;
/** How old a logout token may be, in seconds. */
const LOGOUT_TOKEN_AGE = 600;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

type Claims = Readonly<Record<string, unknown>>;

/** What is kept of an answer to ask again, and to sign out. */
interface Kept {
  readonly refreshToken: string | null;
  readonly idToken: string | null;
}

/** What a login remembers while the person is away at the provider. */
export interface Flow {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** A path of the console. */
  readonly returnTo: string;
  /** The login must be made anew. */
  readonly fresh: boolean;
  /** It goes on in a window of its own, which ends when it is done. */
  readonly ownWindow: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** The provider cannot be asked now. */
export class ProviderDownError extends Error {
  override readonly name = 'ProviderDownError';
}

/** The provider, or the person there, said no. */
export class ProviderRefusedError extends Error {
  override readonly name = 'ProviderRefusedError';
}

/** Who signed in, as the provider says it. */
export interface SignedIn {
  readonly subject: string;
  readonly claims: Claims;
  readonly providerSession: string | null;
  /** Epoch milliseconds, never ahead; 0 where it is not said, or where the login is weaker than a fresh one has to be. */
  readonly authenticatedAt: number;
  readonly kept: Kept;
}

/** Whose sessions are over. */
export interface LogoutNotice {
  readonly subject: string | null;
  readonly providerSession: string | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Network failures and answers of a broken server, as opposed to a provider's no. */
const isDown = (error: unknown): boolean => {
  if (error instanceof oidc.ResponseBodyError) return error.status >= 500;
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.WWWAuthenticateChallengeError)
    return false;
  if (error instanceof oidc.ClientError)
    return (
      error.code === 'OAUTH_TIMEOUT' ||
      error.code === 'OAUTH_ABORT' ||
      error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' ||
      error.code === 'OAUTH_RESPONSE_IS_NOT_JSON'
    );
  return error instanceof TypeError;
};

/** The same of a provider's keys: no answer, or none with keys in it. */
const keysAreAway = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof TypeError ||
  (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC');

/** One provider, spoken to through a certified client library. Its metadata is fetched when it is first needed. */
export const createProviderClient = (
  config: ProviderConfig,
  publicUrl: string,
  now: () => number = () => Date.now(),
) => {
  const redirectUri = `${publicUrl}/auth/callback/${config.id}`;
  let known: Promise<oidc.Configuration> | undefined;
  let keys: JWTVerifyGetKey | undefined;

  const authentication = (): oidc.ClientAuth =>
    config.clientSecret === null
      ? oidc.None()
      : config.clientAuthentication === 'basic'
        ? oidc.ClientSecretBasic(config.clientSecret)
        : oidc.ClientSecretPost(config.clientSecret);

  const discover = (): Promise<oidc.Configuration> =>
    oidc.discovery(new URL(config.issuer), config.clientId, undefined, authentication(), {
      timeout: PATIENCE,
      // The configuration takes http from this machine alone.
      execute: config.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
    });

  let failed: { readonly at: number; readonly error: unknown } | undefined;
  const metadata = async (): Promise<oidc.Configuration> => {
    try {
      // A clock that was set back must not make it last.
      if (failed && Math.abs(now() - failed.at) < DISCOVERY_PAUSE) throw failed.error;
      known ??= discover();
      return await known;
    } catch (error) {
      // Asked again after a while: those who wait for it meanwhile would only pile up.
      if (known) failed = { at: now(), error };
      known = undefined;
      throw new ProviderDownError(`${config.id} does not describe itself`, { cause: error });
    }
  };

  /** Of `auth_time`, in epoch milliseconds: a login ahead of this clock would stay fresh for longer. */
  const loginTime = (seconds: unknown): number =>
    typeof seconds === 'number' ? Math.min(seconds * 1000, now()) : 0;

  /** The claims of both places where providers put them; the signed ones count first. */
  const claimsOf = async (
    server: oidc.Configuration,
    accessToken: string,
    idClaims: Claims | undefined,
    subject: string,
  ): Promise<Claims> => {
    if (server.serverMetadata().userinfo_endpoint === undefined) return idClaims ?? {};
    const more = await oidc.fetchUserInfo(server, accessToken, subject);
    return { ...more, ...idClaims };
  };

  return {
    config,
    issuer: async (): Promise<string> => (await metadata()).serverMetadata().issuer,

    /** Where a login begins. Throws ProviderDownError. */
    loginUrl: async (flow: Flow): Promise<string> => {
      const acr = config.acrValues.length > 0 ? { acr_values: config.acrValues.join(' ') } : {};
      const parameters: Record<string, string> = {
        ...config.parameters,
        ...(flow.fresh ? { prompt: 'login', max_age: '0', ...acr } : {}),
        redirect_uri: redirectUri,
        scope: config.scopes,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      };
      return oidc.buildAuthorizationUrl(await metadata(), parameters).href;
    },

    /** Takes the provider's answer. Throws ProviderDownError or ProviderRefusedError. */
    finish: async (flow: Flow, query: string): Promise<SignedIn> => {
      const server = await metadata();
      try {
        const tokens = await oidc.authorizationCodeGrant(server, new URL(`${redirectUri}${query}`), {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        });
        const idClaims = tokens.claims();
        if (!idClaims) throw new ProviderRefusedError('no ID token');
        const isStrong =
          config.acrValues.length === 0 || config.acrValues.includes(text(idClaims['acr']) ?? '');
        if (flow.fresh && !isStrong) throw new ProviderRefusedError('a weaker login than asked for');
        const authenticatedAt = isStrong ? loginTime(idClaims.auth_time) : 0;
        if (flow.fresh && authenticatedAt < flow.startedAt - CLOCK_TOLERANCE)
          throw new ProviderRefusedError('no fresh login');
        return {
          subject: idClaims.sub,
          claims: await claimsOf(server, tokens.access_token, idClaims, idClaims.sub),
          providerSession: text(idClaims['sid']),
          authenticatedAt,
          kept: { refreshToken: tokens.refresh_token ?? null, idToken: tokens.id_token ?? null },
        };
      } catch (error) {
        if (error instanceof ProviderRefusedError) throw error;
        if (isDown(error)) throw new ProviderDownError(`${config.id} does not answer`, { cause: error });
        throw new ProviderRefusedError(`${config.id} refuses`, { cause: error });
      }
    },

    /** What somebody is by now. `keep` seals what the next question needs. */
    refresh: async (
      subject: string,
      kept: Kept,
      keep: (kept: Kept) => Promise<string>,
      warn: (error: unknown) => void,
    ): Promise<Refreshed> => {
      let sealed: string | null = null;
      if (kept.refreshToken === null) return { kind: 'unreachable', sealed };
      try {
        const server = await metadata();
        const tokens = await oidc.refreshTokenGrant(server, kept.refreshToken);
        // Before anything else can fail: the token that was kept may have been good for this once.
        sealed = await keep({
          refreshToken: tokens.refresh_token ?? kept.refreshToken,
          idToken: tokens.id_token ?? kept.idToken,
        });
        const idClaims = tokens.claims();
        if (idClaims && idClaims.sub !== subject) return { kind: 'refused' };
        const claims = await claimsOf(server, tokens.access_token, idClaims, subject);
        if (sayNothing(claims)) throw new ProviderDownError(`${config.id} says nothing about somebody`);
        return { kind: 'claims', claims, sealed };
      } catch (error) {
        // What is kept is sealed once there are new tokens.
        const isRefused = sealed === null ? tokenIsRefused : personIsRefused;
        if (isRefused(error)) return { kind: 'refused' };
        warn(error);
        return { kind: 'unreachable', sealed };
      }
    },

    /** Where the provider's own session ends; null where there is no such place. */
    signOutUrl: async (kept: Kept | null): Promise<string | null> => {
      const server = await metadata();
      if (server.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(server, {
        post_logout_redirect_uri: `${publicUrl}/sign-in`,
        ...(kept?.idToken ? { id_token_hint: kept.idToken } : {}),
      }).href;
    },

    /** What a logout token says. Throws ProviderDownError when its keys cannot be had, otherwise when it is not theirs. */
    readLogoutToken: async (token: string): Promise<LogoutNotice> => {
      const server = (await metadata()).serverMetadata();
      if (server.jwks_uri === undefined) throw new ProviderRefusedError('no keys');
      keys ??= createRemoteJWKSet(new URL(server.jwks_uri), { timeoutDuration: PATIENCE * 1000 });
      const supported = server.id_token_signing_alg_values_supported ?? ['RS256'];
      const verified = await jwtVerify(token, keys, {
        issuer: server.issuer,
        audience: config.clientId,
        algorithms: supported.filter((name) => /^(?:RS|PS|ES)\d{3}$|^EdDSA$|^Ed25519$/u.test(name)),
        maxTokenAge: LOGOUT_TOKEN_AGE,
        // Somebody signed out there, even if it is a moment ahead of us.
        clockTolerance: CLOCK_TOLERANCE / 1000,
        requiredClaims: ['jti', 'events'],
      }).catch((error: unknown) => {
        throw keysAreAway(error)
          ? new ProviderDownError(`${config.id} does not give its keys`, { cause: error })
          : error;
      });
      const { payload } = verified;
      const events = payload['events'];
      const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
      const notice = { subject: text(payload.sub), providerSession: text(payload['sid']) };
      // A nonce would make it an ID token, which is no order to sign out.
      if (!isLogout || payload['nonce'] !== undefined || (!notice.subject && !notice.providerSession))
        throw new ProviderRefusedError('no logout token');
      return notice;
    },
  };
};

export type ProviderClient = ReturnType<typeof createProviderClient>;

/** What is kept, as the text that is sealed, and back. */
export const writeKept = (kept: Kept): string => JSON.stringify(kept);
// Written by writeKept alone.
export const readKept = (json: string): Kept => JSON.parse(json) as Kept;
export type { Kept };
