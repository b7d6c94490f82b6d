import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Provider, type Configuration } from 'oidc-provider';

/** Somebody whom the provider knows; tests change these while it runs. */
export interface Account {
  email: string;
  name: string;
  groups: string[];
  emailVerified?: boolean;
  /** The provider knows nobody of this name any more. */
  ended?: boolean;
  /** When the provider says they last logged in, in epoch seconds; now unless said. */
  loggedInAt?: number;
  /** How they logged in, as the provider calls it (`acr`). */
  acr?: string;
  /** Another name for them, which the provider pushes by. */
  oid?: string;
}

/** What the provider answers at a path in the place of what it would. */
export interface Broken {
  readonly status: number;
  readonly body: object;
}

/** A real OpenID Connect provider on this machine, with a page that asks for a name and nothing else. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly accounts: Map<string, Account>;
  /** Of the token requests that it got, by grant type. */
  readonly asked: string[];
  /** By path: answered so while it is there. */
  readonly broken: Map<string, Broken>;
  /** Tells the console that somebody signed out, by a token that the provider signs. */
  logOut(subject: string): Promise<void>;
  /** Stops listening, as an outage would; what it knows stays. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const CLIENT = { id: 'latchkey', secret: 'a-secret-of-the-client' } as const;

const page = (action: string, words: string): string => `<!doctype html>
<html lang="en"><title>Provider</title><body>
<h1>Provider</h1>
<form method="post" action="${action}">
<label>Name <input name="login" autofocus></label>
<button>Continue</button>
<button name="cancel" value="1">Cancel</button>
</form><p>${words}</p></body></html>`;

const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
};

const configuration = (
  accounts: ReadonlyMap<string, Account>,
  console: string,
  providerId: string,
): Configuration => ({
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [`${console}/auth/callback/${providerId}`],
      post_logout_redirect_uris: [`${console}/sign-in`],
      backchannel_logout_uri: `${console}/auth/backchannel-logout/${providerId}`,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  ],
  pkce: { required: () => true },
  scopes: ['openid', 'profile', 'email', 'groups'],
  claims: {
    openid: ['sub', 'auth_time', 'acr', 'oid'],
    profile: ['name'],
    email: ['email', 'email_verified'],
    groups: ['groups'],
  },
  conformIdTokenClaims: false,
  ttl: {
    Session: 86_400,
    Grant: 86_400,
    Interaction: 600,
    AccessToken: 3600,
    IdToken: 3600,
    RefreshToken: 86_400,
  },
  cookies: { keys: ['a key of the tests'] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (context, form) => {
        context.body = `<!doctype html><html lang="en"><title>Provider</title><body><h1>Sign out?</h1>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button></body></html>`;
      },
    },
  },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  issueRefreshToken: async () => true,
  // Each is good for one question, as careful providers have it.
  rotateRefreshToken: true,
  findAccount: async (_context, id) => {
    const account = accounts.get(id);
    if (!account || account.ended) return undefined;
    const { email, name, groups, emailVerified, oid } = account;
    return {
      accountId: id,
      claims: async () => ({
        sub: id,
        email,
        email_verified: emailVerified ?? true,
        name,
        groups: [...groups],
        ...(oid === undefined ? {} : { oid }),
      }),
    };
  },
  // Nobody is asked whether the console may know them.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({
      clientId: oidc.client?.clientId ?? '',
      accountId: oidc.session?.accountId ?? '',
    });
    grant.addOIDCScope('openid profile email groups');
    await grant.save();
    return grant;
  },
  // Its own refuses addresses of this machine.
  fetch: (url, options) => {
    const { method, headers, body, redirect } = options ?? {};
    return fetch(url, {
      ...(method ? { method } : {}),
      ...(headers ? { headers } : {}),
      ...(body ? { body } : {}),
      ...(redirect ? { redirect } : {}),
    });
  },
});

/** Starts one for the console at this address. */
export const startIdentityProvider = async (options: {
  readonly port: number;
  readonly console: string;
  readonly providerId: string;
}): Promise<IdentityProvider> => {
  const issuer = `http://127.0.0.1:${options.port}`;
  const accounts = new Map<string, Account>();
  const asked: string[] = [];
  const broken = new Map<string, Broken>();
  const provider = new Provider(issuer, configuration(accounts, options.console, options.providerId));
  provider.on('grant.success', ({ oidc }) => asked.push(String(oidc.params?.['grant_type'])));
  const callback = provider.callback();

  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { uid } = await provider.interactionDetails(request, response);
    const ask = (words: string): void =>
      void response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(page(`/interaction/${uid}`, words));
    if (request.method !== 'POST') return ask('');
    const form = await readForm(request);
    if (form.has('cancel')) {
      const no = { error: 'access_denied', error_description: 'The person did not want to.' };
      return provider.interactionFinished(request, response, no);
    }
    const accountId = form.get('login') ?? '';
    const account = accounts.get(accountId);
    if (!account || account.ended) return ask(`Nobody is called that.`);
    const { loggedInAt: ts, acr } = account;
    return provider.interactionFinished(request, response, {
      login: { accountId, ...(ts === undefined ? {} : { ts }), ...(acr === undefined ? {} : { acr }) },
    });
  };

  let server: Server | undefined;
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server = createServer((request, response) => {
        const instead = broken.get(request.url?.replace(/\?.*$/u, '') ?? '');
        if (instead)
          return void response
            .writeHead(instead.status, { 'content-type': 'application/json' })
            .end(JSON.stringify(instead.body));
        if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
        interact(request, response).catch((error: unknown) => {
          response.statusCode = 400;
          response.end(String(error));
        });
      })
        .once('error', reject)
        .listen(options.port, '127.0.0.1', () => resolve());
    });
  await start();
  return {
    issuer,
    accounts,
    asked,
    broken,
    logOut: async (subject) => {
      const client = await provider.Client.find(CLIENT.id);
      // In the library, not in its types.
      await (client as unknown as { backchannelLogout(sub: string): Promise<void> }).backchannelLogout(
        subject,
      );
    },
    stop: () =>
      new Promise((resolve) => {
        server?.closeAllConnections();
        if (server?.listening) server.close(() => resolve());
        else resolve();
      }),
    start,
  };
};
