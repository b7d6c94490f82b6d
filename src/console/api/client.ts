import type { AnswerOf, BodyOf, Operation, ParamNames, QueryOf } from '../../contract/operation.ts';
import { isCut, reached, unreachable } from './connection.ts';
import { OfflineError, readProblem } from './errors.ts';
import { knownOrganization, organizationId } from './organization.ts';
import { stepUp } from './step-up.ts';

/** `organization_id` may be left out: it is the session's. */
type Names<O extends Operation> = `/${string}` extends O['path']
  ? string
  : Exclude<ParamNames<O['path']>, 'organization_id'>;

export type ParamsOf<O extends Operation> = { readonly [Name in Names<O>]: string } & {
  readonly organization_id?: string;
};

type Given<Key extends string, Value> = [Value] extends [undefined]
  ? { [K in Key]?: undefined }
  : { [K in Key]: Value };

export type ReadArgs<O extends Operation> = {
  readonly params?: ParamsOf<O>;
  readonly query?: QueryOf<O>;
};

export type CallArgs<O extends Operation> = ReadArgs<O> &
  Given<'body', BodyOf<O>> & {
    readonly signal?: AbortSignal | undefined;
    /** Under the same key a command is carried out once, however often it is sent. */
    readonly key?: string;
  };

const ORGANIZATION = '{organization_id}';

/** Milliseconds without an answer, after which a call counts as lost. */
const PATIENCE = 30_000;

let backend: Promise<unknown> | undefined;

/** Every call waits for this. The demo's boot sets it, so that the page can be drawn before its backend runs. */
export function awaitBackend(ready: Promise<unknown>): void {
  backend = ready;
}

type Listener = () => void;
const unauthorized = new Set<Listener>();

/** Called whenever the server says that there is no session. Returns the function that unsubscribes. */
export function onUnauthorized(listener: Listener): () => void {
  unauthorized.add(listener);
  return () => unauthorized.delete(listener);
}

/**
 * Carries out one operation of the contract.
 * @throws ApiError when the server refuses, OfflineError when no answer comes, AbortError when `signal` says so.
 */
export async function call<O extends Operation>(op: O, args: CallArgs<O>): Promise<AnswerOf<O>> {
  const response = await request(op, args);
  if (op.status === 204) {
    // The contract says that this operation has no answer.
    return undefined as AnswerOf<O>;
  }
  try {
    // The conformance suite holds every answer against its schema on all hosts; parsing again here would cost each row.
    return (await response.json()) as AnswerOf<O>;
  } catch (error) {
    args.signal?.throwIfAborted();
    unreachable();
    throw new OfflineError(error);
  }
}

/**
 * Saves the answer as a file. A real server is asked twice: here until it has begun to answer, so that a refusal or
 * failure is thrown, and then by the browser itself, which writes to disk what comes and holds none of it. A link
 * would pass the demo's worker by; its file goes through the page's memory.
 */
export async function download<O extends Operation>(
  op: O,
  args: CallArgs<O>,
  fileName: string,
): Promise<void> {
  const response = await request(op, args);
  if (backend !== undefined) {
    saveBlob(await response.blob(), fileName);
    return;
  }
  await response.body?.cancel();
  save(await addressOf(op, args), fileName);
}

function save(url: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}

/** Hands a blob to the browser's downloads. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  save(url, fileName);
  // The browser reads the blob after this task; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Sends the request and returns the answer when it is a success. The live events read their stream from it. */
export async function request<O extends Operation>(op: O, args: CallArgs<O>): Promise<Response> {
  const { signal } = args;
  // Waits for nothing that is there: the first requests leave while the page's code is still being evaluated.
  if (backend !== undefined) await backend;
  const address = addressOf(op, args);
  const url = typeof address === 'string' ? address : await address;
  signal?.throwIfAborted();
  const streaming = op.produces === 'events';
  const limits = [...(streaming ? [] : [AbortSignal.timeout(PATIENCE)]), ...(signal ? [signal] : [])];
  let response: Response;
  try {
    if (isCut()) throw new TypeError('The demo plays being offline');
    response = await fetch(url, {
      method: op.method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any(limits),
      headers: {
        accept:
          op.produces === 'csv'
            ? 'text/csv'
            : op.produces === 'events'
              ? 'text/event-stream'
              : 'application/json',
        ...(args.key !== undefined && { 'idempotency-key': args.key }),
        ...(args.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(args.body !== undefined && { body: JSON.stringify(args.body) }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    unreachable();
    throw new OfflineError(error);
  }
  reached();
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.status === 401) for (const listener of unauthorized) listener();
  // It was refused before anything was done: after a fresh login the very same call goes on.
  if (problem.code === 'step_up_required' && (await stepUp())) return request(op, args);
  throw problem;
}

/** Known at once, or once the session has told the organization. */
function addressOf<O extends Operation>(op: O, args: ReadArgs<O>): string | Promise<string> {
  const within = (organization: string) =>
    urlOf(op, { organization_id: organization, ...args.params }, args.query);
  const needsOrganization = args.params?.organization_id === undefined && op.path.includes(ORGANIZATION);
  const organization = needsOrganization ? knownOrganization() : '';
  return organization === undefined ? organizationId().then(within) : within(organization);
}

function urlOf(op: Operation, given: Readonly<Record<string, string | undefined>>, asked?: unknown): string {
  const wanted = [...op.path.matchAll(/\{(\w+)\}/gu)].map((match) => match[1] ?? '');
  let path: string = op.path;
  for (const name of wanted) {
    const value = given[name];
    if (value === undefined || value === '') throw new TypeError(`${op.id} needs ${name}`);
    path = path.replace(`{${name}}`, () => encodeURIComponent(value));
  }
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(asked ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
  }
  const search = query.toString();
  return search === '' ? path : `${path}?${search}`;
}
