import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import type { AccessToken } from '../domain/access-token/access-token.ts';
import type { ServiceAccount } from '../domain/api-key/role.ts';
import { isObject } from '../domain/json-object.ts';
import type { Person } from '../domain/people.ts';
import { DAY } from '../domain/time.ts';
import { fromOf } from '../http/app.ts';
import { originOf } from '../http/audit-trail.ts';
import { proofOf, tokenAsJwt, type Proof } from '../http/caller.ts';
import { bindingsOf } from '../http/cookies.ts';
import { countedFrom, type RateLimit } from '../http/rate-limit.ts';
import { InputError, parseJson, readText } from '../http/read-input.ts';
import { noteRefusedToken } from '../service/audit/note-refusal.ts';
import { tokenName, withOrigin } from '../service/audit/origin.ts';
import type { Deps } from '../service/deps.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { ProblemError } from '../service/problem.ts';
import { noteUse, tokenCaller } from '../service/tokens/token-caller.ts';

/** What the vendor's command line asks besides the management API; all else below /api is that. */
export const VENDOR_LOGIN_PATHS = [
  '/api/login/realm',
  '/api/sessions',
  '/api/me',
  '/api/users',
  '/api/service_accounts',
  '/api/service_accounts/:id',
  '/api/growth/v1/free-trial-info',
] as const;

/** How long the client takes its JWT for good before it signs in again, in milliseconds. */
const SIGNED_IN = DAY;

interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Undefined where it names none. */
  readonly organizationId: string | undefined;
}

const readCredentials = (body: unknown): Credentials | null => {
  const { email, password, org_resource_id: id } = isObject(body) ? body : {};
  if (typeof email !== 'string' || typeof password !== 'string') return null;
  return { email, password, organizationId: typeof id === 'string' && id !== '' ? id : undefined };
};

/** These objects have numbers for ids, of 31 bits, which nothing here goes by: the same for the same id. */
const numberOf = (id: string): number => {
  let hash = 7;
  for (const letter of id) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) & 0x7fffffff;
  return hash;
};

const userView = ({ id, email, name }: Person) => ({
  id: numberOf(id),
  resource_id: id,
  email,
  first_name: name,
  auth_type: 'AUTH_TYPE_LOCAL',
});

const accountView = ({ id, name, description }: ServiceAccount) => ({
  id: numberOf(id),
  resource_id: id,
  service_account: true,
  service_name: name,
  service_description: description,
});

interface LoginParts {
  readonly deps: Deps;
  /** Counts calls; null without a limit. */
  readonly limit: RateLimit | null;
  readonly report: (error: unknown) => void;
}

/** Whose account it is, and the organization around it. */
const surroundings = (deps: Pick<Deps, 'store'>, { personId, organizationId }: AccessToken) =>
  deps.store.read(async (tx) => {
    const person = await tx.get('people', personId);
    const organization = await tx.get('organizations', organizationId);
    if (!person || !organization) throw new ProblemError('authentication_failed', 'Invalid token');
    const environments = await tx.find('environments', {
      where: { organizationId },
      order: { column: 'name', direction: 'asc' },
    });
    return {
      person,
      me: {
        user: userView(person),
        organization: { id: numberOf(organizationId), resource_id: organizationId, name: organization.name },
        accounts: environments.map(({ id, name }) => ({ id, name })),
      },
    };
  });

/**
 * Lets the vendor's command line sign in (K13, K16). Its password is an access token of the person's own, and what it gets is
 * that very token in the form of a JWT: nothing is kept here, and whatever ends the token ends the sign-in. With it the
 * client calls the management API below /api.
 */
export const createVendorLogin = ({ deps, limit, report }: LoginParts): Hono => {
  const app = new Hono();
  const used = (c: Context, token: AccessToken): void => {
    const { address, userAgent } = fromOf(c);
    void noteUse(deps, token, { ip: address, userAgent });
  };
  const refused = (c: Context, proof: Proof | null, secret: string): Promise<void> =>
    noteRefusedToken({ ...deps, store: withOrigin(deps.store, originOf(c, proof)) }, tokenName(secret));

  const callerOf = async (c: Context): Promise<AccessToken> => {
    const proof = proofOf(c.req.header('authorization'), undefined);
    const token = proof && (await tokenCaller(deps, proof.secret));
    limit?.take(token ? `token ${token.id}` : countedFrom(bindingsOf(c).address));
    if (!token) {
      if (proof) void refused(c, proof, proof.secret);
      throw new ProblemError('session_required', 'Sign in first.');
    }
    used(c, token);
    return token;
  };

  app.get('/api/login/realm', (c) => c.json({ is_sso: false, mfa_required: false }));
  app.post('/api/sessions', async (c) => {
    limit?.take(countedFrom(bindingsOf(c).address));
    const given = readCredentials(parseJson(await readText(c.req.raw)));
    const token = given && (await tokenCaller(deps, given.password));
    const found = token && (await surroundings(deps, token));
    if (
      !found ||
      found.person.email.toLowerCase() !== given.email.toLowerCase() ||
      (given.organizationId ?? token.organizationId) !== token.organizationId
    ) {
      if (given) void refused(c, null, given.password);
      throw new ProblemError(
        'authentication_failed',
        'This takes your e-mail address and an access token of yours.',
      );
    }
    used(c, token);
    const until = Math.min(token.expiresAt, deps.clock.now() + SIGNED_IN);
    return c.json({ token: tokenAsJwt(given.password, until), refresh_token: '', ...found.me });
  });
  app.get('/api/me', async (c) => c.json((await surroundings(deps, await callerOf(c))).me));
  app.get('/api/users', async (c) => {
    const { organizationId } = await callerOf(c);
    const people = await deps.store.read((tx) => tx.find('people', { where: { organizationId } }));
    return c.json({ users: people.map(userView) });
  });
  app.get('/api/service_accounts', async (c) => {
    const { organizationId } = await callerOf(c);
    const found = await deps.store.read((tx) => tx.find('serviceAccounts', { where: { organizationId } }));
    return c.json({ users: found.map(accountView) });
  });
  app.get('/api/service_accounts/:id', async (c) => {
    const { organizationId } = await callerOf(c);
    const found = await deps.store.read((tx) => tx.find('serviceAccounts', { where: { organizationId } }));
    const account = found.find(
      ({ id }) => id === c.req.param('id') || String(numberOf(id)) === c.req.param('id'),
    );
    if (!account) throw new ProblemError('service_account_not_found', 'There is no such service account.');
    return c.json({ user: accountView(account) });
  });
  app.get('/api/growth/v1/free-trial-info', async (c) => {
    await callerOf(c);
    return c.json({});
  });

  // The envelope that this older part of the vendor's API has; `errorResponse` speaks the others.
  const refuse = (c: Context, code: ProblemCode, message: string) => {
    // PROBLEMS holds only statuses that carry a body.
    const status = PROBLEMS[code] as ContentfulStatusCode;
    return c.json({ error: { code: status, message } }, status);
  };
  app.notFound((c) => refuse(c, 'not_found', 'There is nothing here.'));
  app.onError((error, c) => {
    if (error instanceof InputError) return refuse(c, error.problems[0].code, error.message);
    if (error instanceof UnavailableError) {
      c.header('retry-after', '2');
      return refuse(c, 'unavailable', error.message);
    }
    if (error instanceof ProblemError) {
      if (error.code === 'too_many_requests') c.header('retry-after', error.metadata['retry_after'] ?? '60');
      return refuse(c, error.code, error.message);
    }
    report(error);
    return refuse(c, 'internal_error', 'Something failed on our side. Try again.');
  });
  return app;
};
