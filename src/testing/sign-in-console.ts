import { join } from 'node:path';
import { expect } from 'vitest';
import { growDemoWorld } from '../mocks/seed/demo-world.ts';
import { readConfig } from '../server/config.ts';
import { createLog } from '../server/log.ts';
import { startServer } from '../server/server.ts';
import { makeFolder } from '../server/testing-server.ts';
import { freePort } from './free-port.ts';
import { CLIENT, startIdentityProvider, type IdentityProvider } from './identity-provider.ts';
import { createUserAgent, type Page, type UserAgent } from './user-agent.ts';

/** After so many minutes a session's provider is asked again. */
export const REFRESH = 5;

/** The answer of getSession, which the conformance suite holds against its schema. */
interface Me {
  readonly user: {
    readonly user_id: string;
    readonly user_email: string;
    readonly real_name: string;
    readonly is_organization_admin: boolean;
  };
  readonly groups: readonly { readonly user_group_name: string }[];
  readonly organization: { readonly organization_id: string; readonly organization_name: string };
  readonly sign_in: object;
}

export interface SignInOptions {
  /** `corporate` unless said. */
  readonly provider?: string;
  /** Of the login's address, with its question mark. */
  readonly query?: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Of the first problem. */
  readonly code: string | undefined;
}

/** A real console of the organization Acme, with the providers that people sign in with. */
export interface SignInConsole {
  readonly url: string;
  /** What its log holds. */
  readonly lines: string[];
  /** Throws when there is none of this name. */
  provider(id: string): IdentityProvider;
  /** Signs in as far as it goes: through the provider's page if it shows one. */
  signIn(agent: UserAgent, login: string, options?: SignInOptions): Promise<Page>;
  /** Somebody new who is signed in; fails when they are not. */
  signedIn(login: string, options?: SignInOptions): Promise<UserAgent>;
  /** A login up to the answer that the provider sends back, which is yet to be gone to. */
  answered(agent: UserAgent, login: string, options?: SignInOptions): Promise<string>;
  /** Asks for a login, and says where the form of the provider's page leads; undefined when it shows none. */
  formOf(agent: UserAgent, options?: SignInOptions): Promise<string | undefined>;
  /** One call of the API. */
  api(
    agent: UserAgent,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  me(agent: UserAgent): Promise<Me>;
  groupsOf(agent: UserAgent): Promise<string[]>;
  sessionStatus(agent: UserAgent): Promise<number>;
  /** Moves the console's clock on, which those of the providers do not follow. */
  pass(minutes: number): Promise<void>;
  stop(): Promise<void>;
}

/** The path that a page is at, and the failure that it tells of. */
export const failure = (page: Page) => [page.url.pathname, page.url.searchParams.get('error')];

/**
 * Starts both: each provider by its id, with what the console's configuration says of it besides where it is, and the
 * console with `environment` besides what all have.
 */
export const startSignInConsole = async (
  providers: Readonly<Record<string, object>>,
  environment: Readonly<Record<string, string>>,
): Promise<SignInConsole> => {
  const folder = await makeFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = new Map<string, IdentityProvider>();
  const described: object[] = [];
  for (const [id, settings] of Object.entries(providers)) {
    const provider = await startIdentityProvider({ port: await freePort(), console: url, providerId: id });
    running.set(id, provider);
    described.push({
      id,
      issuer: provider.issuer,
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      scopes: 'openid profile email groups',
      ...settings,
    });
  }
  const { config } = readConfig({
    PORT: String(port),
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_SEED: 'none',
    LATCHKEY_ORGANIZATION: 'Acme',
    LATCHKEY_DEMO_CONTROLS: 'on',
    LATCHKEY_PUBLIC_URL: url,
    LATCHKEY_SESSION_REFRESH: String(REFRESH),
    LATCHKEY_OIDC: JSON.stringify(described),
    ...environment,
  });
  const lines: string[] = [];
  const server = await startServer({
    config,
    log: createLog((line) => void lines.push(line)),
    site: join(folder.path, 'none'),
    growDemoWorld,
  });

  const ask = async (agent: UserAgent, { provider = 'corporate', query = '' }: SignInOptions = {}) => {
    const page = await agent.go(`${url}/auth/login/${provider}${query}`);
    const action = /action="([^"]+)"/u.exec(page.text)?.[1];
    return { page, form: action === undefined ? undefined : new URL(action, page.url).href };
  };
  const signIn: SignInConsole['signIn'] = async (agent, login, options) => {
    const { page, form } = await ask(agent, options);
    return form === undefined ? page : agent.go(form, { login });
  };
  const api: SignInConsole['api'] = async (agent, method, path, body, headers = {}) => {
    const answer = await agent.send(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: unknown = answer.status === 204 ? null : await answer.json();
    return {
      status: answer.status,
      body: json,
      // What every refusal looks like, which the conformance suite holds against its schema.
      code: (json as { errors?: { error_code: string }[] } | null)?.errors?.[0]?.error_code,
    };
  };
  // See Me.
  const me = async (agent: UserAgent): Promise<Me> => (await api(agent, 'GET', '/v1/session')).body as Me;

  return {
    url,
    lines,
    provider: (id) => {
      const provider = running.get(id);
      if (!provider) throw new Error(`no provider ${id}`);
      return provider;
    },
    signIn,
    signedIn: async (login, options) => {
      const agent = createUserAgent();
      const page = await signIn(agent, login, options);
      expect(page.url.href, page.way.join(' ')).toBe(`${url}/`);
      return agent;
    },
    answered: async (agent, login, options) => {
      let at = (await ask(agent, options)).form ?? '';
      let init: RequestInit = { method: 'POST', body: new URLSearchParams({ login }) };
      while (!at.startsWith(url)) {
        const answer = await agent.send(at, init);
        at = new URL(answer.headers.get('location') ?? '', at).href;
        init = {};
      }
      return at;
    },
    formOf: async (agent, options) => (await ask(agent, options)).form,
    api,
    me,
    groupsOf: async (agent) => (await me(agent)).groups.map((group) => group.user_group_name),
    sessionStatus: async (agent) => (await api(agent, 'GET', '/v1/session')).status,
    pass: async (minutes) => {
      const moved = await api(createUserAgent(), 'POST', '/v1/demo/clock', { seconds: minutes * 60 });
      expect(moved.status).toBe(200);
    },
    stop: async () => {
      await server.stop();
      for (const provider of running.values()) await provider.stop();
      await folder.remove();
    },
  };
};

const ACCOUNTS = {
  ada: { email: 'ada@example.com', name: 'Ada Lind', groups: ['Payments', 'kafka'] },
  eve: { email: 'eve@example.com', name: 'Eve Tanaka', groups: ['kafka-admins'] },
  out: { email: 'out@example.com', name: 'Otto Ut', groups: ['elsewhere'] },
  nomail: { email: '', name: 'No Mail', groups: ['Payments'] },
};

/** A console with two providers: one trusted with addresses that lets in anybody, and one of neither. */
export const startWithTwoProviders = (): Promise<SignInConsole> => {
  const rules = [{ value: 'kafka-admins', organization_admin: true }];
  return startSignInConsole(
    {
      corporate: {
        name: 'Corporate account',
        group_names: 'created',
        trusts_email: true,
        rules: [...rules, { value: 'kafka', groups: ['Kafka team'] }],
        admits: 'anybody',
      },
      partners: { name: 'Partners', group_names: 'existing', rules },
    },
    { LATCHKEY_STEP_UP: '10', LATCHKEY_BREAK_GLASS: 'on' },
  );
};

/** Has both providers know of these people what they knew at first, whatever a test made of it. */
export const resetAccounts = (console: SignInConsole): void => {
  for (const id of ['corporate', 'partners'])
    for (const [login, account] of Object.entries(ACCOUNTS))
      console.provider(id).accounts.set(login, structuredClone(account));
};
