import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { ScimFault } from '../../domain/scim/fault.ts';
import { parseFilter, type Comparison } from '../../domain/scim/filter.ts';
import { readGroup, type PushedGroup } from '../../domain/scim/group.ts';
import { patchGroup, patchPerson } from '../../domain/scim/patch.ts';
import { readPerson } from '../../domain/scim/person.ts';
import { isObject } from '../../domain/json-object.ts';
import { fieldOf, readObject } from '../../domain/scim/values.ts';
import { bindingsOf } from '../../http/cookies.ts';
import { countedFrom, type RateLimit } from '../../http/rate-limit.ts';
import { parseJson, readText } from '../../http/read-input.ts';
import { withOrigin } from '../../service/audit/origin.ts';
import type { Deps } from '../../service/deps.ts';
import type { ReadTransaction } from '../../service/ports/ports.ts';
import { changePushedGroup, createPushedGroup, deletePushedGroup } from '../../service/scim/change-groups.ts';
import { changePushed, createPushed, deletePushed } from '../../service/scim/change-people.ts';
import { getGroup, getPushed, listGroups, listPeople } from '../../service/scim/find.ts';
import type { Pushing } from '../../service/scim/pushing.ts';
import { noteRefusedSignIn } from '../../service/sign-in/note-refused.ts';
import type { ProviderConfig } from '../sign-in/provider-config.ts';
import { pushingOf } from '../sign-in/pushing-of.ts';
import { nothingHere, scimError, scimJson } from './answers.ts';
import { MOST_RESULTS, resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { attributeNames, groupResource, project, userResource, type Resource } from './resources.ts';

/** A group with some ten thousand members is pushed whole. */
const MOST_BYTES = 1024 * 1024;

export interface ScimParts {
  readonly deps: Deps;
  /** Counts calls; null without a limit. */
  readonly limit: RateLimit | null;
  readonly providers: readonly ProviderConfig[];
  readonly publicUrl: string;
  readonly firstAdmin: string | null;
  readonly report: (error: unknown) => void;
}

/** What a call that showed its token may use. */
interface Push {
  readonly deps: Deps;
  readonly pushing: Pushing;
  /** The address of this provider's part. */
  readonly base: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const showsToken = (c: Context, { scim }: ProviderConfig): boolean => {
  const [, token] = /^Bearer +(\S+) *$/iu.exec(c.req.header('authorization') ?? '') ?? [];
  if (token === undefined || !scim) return false;
  const shown = digest(token);
  // All are looked at, so that the time says nothing of which one it is like.
  return scim.tokenHashes.filter((hash) => timingSafeEqual(shown, Buffer.from(hash, 'hex'))).length > 0;
};

/** What a call asks for, by query or by the body of a search. */
interface Asked {
  readonly filter: readonly Comparison[];
  readonly start: number;
  readonly count: number;
  readonly wanted: ReadonlySet<string>;
  readonly unwanted: ReadonlySet<string>;
}

const textIn = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(',') : undefined;
};

const readAsked = (field: (name: string) => unknown): Asked => {
  const text = (name: string) => textIn(field(name));
  const whole = (name: string, preset: number): number => {
    const found = text(name);
    return found !== undefined && /^-?\d{1,9}$/u.test(found) ? Number(found) : preset;
  };
  const filter = text('filter');
  return {
    filter: filter === undefined ? [] : parseFilter(filter),
    start: Math.max(1, whole('startIndex', 1)),
    count: Math.min(MOST_RESULTS, Math.max(0, whole('count', MOST_RESULTS))),
    wanted: attributeNames(text('attributes')),
    unwanted: attributeNames(text('excludedAttributes')),
  };
};

const withMembers = ({ wanted, unwanted }: Asked): boolean =>
  wanted.size > 0 ? wanted.has('members') : !unwanted.has('members');

/** What each address takes, for whoever asks for something else. */
const METHODS = [
  ['/ServiceProviderConfig', 'GET'],
  ['/ResourceTypes', 'GET'],
  ['/ResourceTypes/:id', 'GET'],
  ['/Schemas', 'GET'],
  ['/Schemas/:id', 'GET'],
  ['/.search', 'POST'],
  ['/Users', 'GET, POST'],
  ['/Users/.search', 'POST'],
  ['/Users/:id', 'GET, PUT, PATCH, DELETE'],
  ['/Groups', 'GET, POST'],
  ['/Groups/.search', 'POST'],
  ['/Groups/:id', 'GET, PUT, PATCH, DELETE'],
] as const;

const listOf = (resources: readonly Resource[], total: number, startIndex: number): Resource => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

/**
 * SCIM 2.0 (RFC 7643, 7644) as providers push with it: `/scim/v2/<provider>/…`, each with a token of its own, and each knowing
 * what it pushed itself and nothing else. Null where no provider pushes.
 */
export const createScimRoutes = (parts: ScimParts): Hono | null => {
  const { limit, providers, publicUrl, firstAdmin } = parts;
  if (!providers.some(({ scim }) => scim)) return null;
  const app = new Hono().basePath('/scim/v2/:provider');

  const demandToken = async (c: Context): Promise<Push> => {
    const { address, callId } = bindingsOf(c);
    const config = providers.find(({ id }) => id === c.req.param('provider'));
    const pushing = config && pushingOf(config, firstAdmin);
    const origin = (id: string | null) => ({
      via: 'provider' as const,
      viaId: id,
      address: address ?? null,
      callId: callId ?? null,
    });
    if (!config || !pushing || !showsToken(c, config)) {
      limit?.take(countedFrom(address));
      const store = withOrigin(parts.deps.store, { ...origin(null), via: 'none' });
      if (pushing)
        await noteRefusedSignIn(
          { ...parts.deps, store },
          { providerId: pushing.providerId, subject: null, reason: 'scim_token' },
        );
      throw new ScimFault(401, null, 'This takes the token of a provider that pushes here.');
    }
    limit?.take(`scim ${config.id}`);
    return {
      deps: { ...parts.deps, store: withOrigin(parts.deps.store, origin(config.id)) },
      pushing,
      base: `${publicUrl}/scim/v2/${config.id}`,
    };
  };

  const bodyOf = async (c: Context): Promise<unknown> => parseJson(await readText(c.req.raw, MOST_BYTES));
  const inQuery = (c: Context): Asked => readAsked((name) => c.req.query(name));
  const inBody = async (c: Context): Promise<Asked> => {
    const body = readObject(await bodyOf(c));
    return readAsked((name) => fieldOf(body, name));
  };
  const show = (c: Context, resource: Resource, status: 200 | 201 = 200): Response => {
    const { wanted, unwanted } = inQuery(c);
    const { meta } = resource;
    if (status === 201 && isObject(meta)) c.header('location', String(meta['location']));
    return scimJson(c, project(resource, wanted, unwanted), status);
  };
  const showGroup = async (c: Context, { deps, base }: Push, group: PushedGroup, status?: 201) =>
    show(c, await deps.store.read((tx) => groupResource(tx, base, group, withMembers(inQuery(c)))), status);

  const discovered = (path: string, all: (base: string) => readonly Resource[]): void => {
    app.get(path, async (c) => {
      const { base } = await demandToken(c);
      if (c.req.query('filter') !== undefined) throw new ScimFault(403, null, 'These are not filtered.');
      return scimJson(c, listOf(all(base), all(base).length, 1));
    });
    app.get(`${path}/:id`, async (c) => {
      const { base } = await demandToken(c);
      const found = all(base).find(({ id }) => id === c.req.param('id'));
      if (!found) throw new ScimFault(404, null, `There is no ${c.req.param('id')} here.`);
      return scimJson(c, found);
    });
  };
  app.get('/ServiceProviderConfig', async (c) =>
    scimJson(c, serviceProviderConfig((await demandToken(c)).base)),
  );
  discovered('/ResourceTypes', resourceTypes);
  discovered('/Schemas', schemas);

  const findUsers = async (tx: ReadTransaction, { pushing, base }: Push, asked: Asked) => {
    const { total, rows } = await listPeople(tx, pushing, asked.filter, asked);
    const shown = rows.map((one) => project(userResource(base, one), asked.wanted, asked.unwanted));
    return { total, shown };
  };
  const findGroups = async (tx: ReadTransaction, { pushing, base }: Push, asked: Asked) => {
    const { total, rows } = await listGroups(tx, pushing, asked.filter, asked);
    const shown: Resource[] = [];
    for (const group of rows) {
      const resource = await groupResource(tx, base, group, withMembers(asked));
      shown.push(project(resource, asked.wanted, asked.unwanted));
    }
    return { total, shown };
  };
  /** Users before groups, as one list. */
  const findAll: typeof findUsers = async (tx, push, asked) => {
    const users = await findUsers(tx, push, asked);
    const start = Math.max(1, asked.start - users.total);
    const groups = await findGroups(tx, push, { ...asked, start, count: asked.count - users.shown.length });
    return { total: users.total + groups.total, shown: [...users.shown, ...groups.shown] };
  };
  const list = async (c: Context, push: Push, asked: Asked, find: typeof findUsers): Promise<Response> => {
    const { total, shown } = await push.deps.store.read((tx) => find(tx, push, asked));
    return scimJson(c, listOf(shown, total, asked.start));
  };
  const listed = (path: string, find: typeof findUsers): void => {
    if (path !== '') app.get(path, async (c) => list(c, await demandToken(c), inQuery(c), find));
    app.post(`${path}/.search`, async (c) => list(c, await demandToken(c), await inBody(c), find));
  };
  listed('', findAll);
  listed('/Users', findUsers);
  listed('/Groups', findGroups);

  app.post('/Users', async (c) => {
    const { deps, pushing, base } = await demandToken(c);
    const made = await createPushed(deps, pushing, readPerson(await bodyOf(c)));
    return show(c, userResource(base, made), 201);
  });
  app.get('/Users/:id', async (c) => {
    const { deps, pushing, base } = await demandToken(c);
    return show(
      c,
      userResource(base, await deps.store.read((tx) => getPushed(tx, pushing, c.req.param('id')))),
    );
  });
  app.put('/Users/:id', async (c) => {
    const { deps, pushing, base } = await demandToken(c);
    const body = await bodyOf(c);
    const changed = await changePushed(deps, pushing, c.req.param('id'), ({ active }) =>
      readPerson(body, active),
    );
    return show(c, userResource(base, changed));
  });
  app.patch('/Users/:id', async (c) => {
    const { deps, pushing, base } = await demandToken(c);
    const body = await bodyOf(c);
    const changed = await changePushed(deps, pushing, c.req.param('id'), (before) =>
      patchPerson(before, body),
    );
    return show(c, userResource(base, changed));
  });
  app.delete('/Users/:id', async (c) => {
    const { deps, pushing } = await demandToken(c);
    await deletePushed(deps, pushing, c.req.param('id'));
    return c.body(null, 204);
  });

  app.post('/Groups', async (c) => {
    const push = await demandToken(c);
    const made = await createPushedGroup(push.deps, push.pushing, readGroup(await bodyOf(c)));
    return showGroup(c, push, made, 201);
  });
  app.get('/Groups/:id', async (c) => {
    const push = await demandToken(c);
    const group = await push.deps.store.read((tx) => getGroup(tx, push.pushing, c.req.param('id')));
    return showGroup(c, push, group);
  });
  const changeGroup = async (
    c: Context,
    read: (body: unknown) => Parameters<typeof changePushedGroup>[3],
  ): Promise<Response> => {
    const push = await demandToken(c);
    const change = read(await bodyOf(c));
    const id = c.req.param('id') ?? '';
    return showGroup(c, push, await changePushedGroup(push.deps, push.pushing, id, change));
  };
  app.put('/Groups/:id', (c) => changeGroup(c, readGroup));
  app.patch('/Groups/:id', (c) => changeGroup(c, patchGroup));
  app.delete('/Groups/:id', async (c) => {
    const { deps, pushing } = await demandToken(c);
    await deletePushedGroup(deps, pushing, c.req.param('id'));
    return c.body(null, 204);
  });

  for (const [path, allow] of METHODS)
    app.all(path, async (c) => {
      await demandToken(c);
      c.header('allow', allow);
      throw new ScimFault(405, null, `This takes ${allow}.`);
    });
  app.all('/*', async (c) => {
    await demandToken(c);
    throw new ScimFault(404, null, 'There is nothing here.');
  });
  app.onError((error, c) => scimError(c, error, parts.report));
  app.notFound(nothingHere);
  return app;
};
