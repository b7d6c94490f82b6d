import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { AdminNewKey } from '../contract/schemas/keys.ts';
import { NewAccessToken } from '../contract/schemas/tokens.ts';
import { bindingsOf } from '../http/cookies.ts';
import { errorResponse, problemResponse } from '../http/problem-response.ts';
import { InputError, readBody } from '../http/read-input.ts';
import { checkChain, verifyAtRest } from '../service/audit/check-chain.ts';
import type { ChainReport } from '../service/audit/verify-chain.ts';
import { withOrigin, type Origin } from '../service/audit/origin.ts';
import type { Deps } from '../service/deps.ts';
import { createBreakGlassCode } from '../service/session/break-glass.ts';
import { issueKeyFor } from '../service/keys/issue-key-for.ts';
import { ProblemError } from '../service/problem.ts';
import { issueFor } from '../service/tokens/issue-for.ts';
import type { IssuingDeps } from '../service/tokens/issue-token.ts';
import { parseHead } from './audit-report.ts';
import { StartError } from './config.ts';
import { isLoopback } from './loopback.ts';

const COMMAND: Origin = { via: 'command', viaId: null, address: null, callId: null };

/** Where the doors are; not part of the API, and described nowhere in it. */
export const ADMIN_TOKENS = '/admin/tokens';
export const ADMIN_KEYS = '/admin/api-keys';
export const ADMIN_AUDIT = '/admin/audit/verify';
export const ADMIN_BREAK_GLASS = '/admin/break-glass';

export const newSecret = (): string => randomBytes(32).toString('base64url');

const sameText = (a: string, b: string): boolean => {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
};

/**
 * What `npm run admin` asks, of a running server or of a store that nobody has: `POST /admin/tokens?user=EMAIL` (or
 * `?persona=NAME`) with the body of createAccessToken answers `{ "full_token" }`, and `POST /admin/api-keys?owner=ID` (or
 * `?persona=NAME`) with `{ "resource_id", "description" }` answers `{ "key", "secret" }`. `POST /admin/audit/verify`
 * (`?head=` for each that was kept) answers `{ "reports" }`. `POST /admin/break-glass` answers `{ "code" }` where
 * break-glass is on. Whoever knows the secret acts
 * for anybody, so it never leaves this machine.
 */
export const createAdminDoor = (
  plain: IssuingDeps & Pick<Deps, 'signer'>,
  secret: string,
  report: (error: unknown) => void,
  breakGlass = false,
  receiverId: string | null = null,
): Hono => {
  const deps = { ...plain, store: withOrigin(plain.store, COMMAND) };
  const app = new Hono();
  app.use(async (c, next) => {
    const given = c.req.header('authorization') ?? '';
    // Without an address the call comes from this very process.
    const local = isLoopback(bindingsOf(c).address ?? 'localhost');
    if (!local || !sameText(given, `Bearer ${secret}`))
      throw new ProblemError('not_found', 'There is nothing here.');
    await next();
  });
  app.post(ADMIN_TOKENS, async (c) => {
    const { user, persona } = c.req.query();
    // Checked against this very schema.
    const wish = (await readBody(c, NewAccessToken)) as NewAccessToken;
    const { fullToken } = await issueFor(deps, persona === undefined ? { email: user ?? '' } : { persona }, {
      description: wish.description,
      maxAgeSeconds: wish.max_age_seconds ?? null,
      extendWhenUsed: wish.extend_when_used,
    });
    return c.json({ full_token: fullToken }, 200, { 'cache-control': 'no-store' });
  });
  app.post(ADMIN_KEYS, async (c) => {
    const { owner, persona } = c.req.query();
    // Checked against this very schema.
    const wish = (await readBody(c, AdminNewKey)) as AdminNewKey;
    const whom = persona === undefined ? { ownerId: owner ?? '' } : { persona };
    const { resource_id: resourceId, description } = wish;
    const made = await issueKeyFor(deps, whom, { resourceId, description });
    return c.json(made, 200, { 'cache-control': 'no-store' });
  });
  app.post(ADMIN_AUDIT, async (c) => {
    const heads = (c.req.queries('head') ?? []).flatMap((text) => parseHead(text) ?? []);
    const organizations = await deps.store.read((tx) => tx.find('organizations'));
    const reports: ChainReport[] = [];
    for (const organization of organizations) {
      const kept = heads.find(({ organizationId }) => organizationId === organization.id) ?? null;
      // What is held against a head of somebody's own is theirs to judge; the rest is for page and metrics as well.
      reports.push(
        await (kept ? verifyAtRest(deps, organization, kept) : checkChain(deps, organization, receiverId)),
      );
    }
    return c.json({ reports }, 200, { 'cache-control': 'no-store' });
  });
  app.post(ADMIN_BREAK_GLASS, async (c) => {
    if (!breakGlass)
      throw new ProblemError('not_found', 'Break-glass is off. Switch it on with LATCHKEY_BREAK_GLASS=on.');
    return c.json(await createBreakGlassCode(deps), 200, { 'cache-control': 'no-store' });
  });
  app.onError((error, c) =>
    error instanceof InputError ? problemResponse(c, error.problems) : errorResponse(c, error, report),
  );
  return app;
};

/** How to reach the door of a running server. */
export interface DoorSign {
  readonly url: string;
  readonly secret: string;
}

const fileIn = (dataDir: string): string => join(dataDir, 'admin.json');

/** Leaves word in the data folder, readable by its owner alone; returns how to take it away. */
export const hangDoorSign = async (dataDir: string, sign: DoorSign): Promise<() => Promise<void>> => {
  const file = fileIn(dataDir);
  // Written whole under another name: what a server left that was killed is replaced, and nobody reads half of it.
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(sign)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
  return () => rm(file, { force: true });
};

/** What hangDoorSign left. Throws StartError when there is none: then no server has the folder, but something else. */
export const readDoorSign = async (dataDir: string): Promise<DoorSign> => {
  try {
    // Written by hangDoorSign alone.
    return JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as DoorSign;
  } catch (error) {
    throw new StartError(
      [
        `DATA_DIR ${dataDir} is in use by a process that takes no commands: a server that is just starting or stopping, or another tool. Try again in a moment.`,
      ],
      { cause: error },
    );
  }
};
