import type { Context } from 'hono';
import type { Operation } from '../contract/operation.ts';
import type { OperationId } from '../contract/operations.ts';
import { PROBLEMS } from '../contract/problems.ts';
import { isRefusal, noteRefusal } from '../service/audit/note-refusal.ts';
import { tokenName, type Origin } from '../service/audit/origin.ts';
import type { Deps } from '../service/deps.ts';
import { ProblemError } from '../service/problem.ts';
import type { Caller, Proof } from './caller.ts';
import { bindingsOf } from './cookies.ts';
import { hideTokens } from './hide-tokens.ts';

/** Where a call came from, as its audit events say (A3). */
export const originOf = (c: Context, proof: Proof | null): Origin => {
  const { address, callId } = bindingsOf(c);
  const viaId = proof?.via === 'key' ? proof.keyId : proof?.via === 'token' ? tokenName(proof.secret) : null;
  return {
    via: proof?.via ?? 'none',
    // Whatever somebody sent for a key's id.
    viaId: viaId?.toWellFormed().replaceAll('\0', '').slice(0, 64) ?? null,
    address: address ?? null,
    callId: callId ?? null,
  };
};

/** Reads that show secrets, or what only some may see of others. Whoever is refused any other read learned nothing. */
const GUARDED_READS: ReadonlySet<OperationId> = new Set([
  'readCredentialsByToken',
  'getService',
  'getServiceUser',
  'listAuditEvents',
  'getAuditEvent',
  'getAuditChain',
  'exportAudit',
  'exportAuditJson',
  'getEvidence',
]);

const leavesTrace = ({ id, method, group }: Operation<OperationId>, error: ProblemError): boolean => {
  if (group === 'Demo controls') return false;
  // Clients ask for what may not be there; where a policy says so, it is there, and not theirs to see.
  const missing = PROBLEMS[error.code] === 404 && error.metadata['reason'] === undefined;
  return method !== 'GET' || (GUARDED_READS.has(id) && !missing);
};

/** Who or what a body names, where the path names nothing. */
const namedIn = (body: unknown): Readonly<Record<string, string>> =>
  typeof body === 'object' && body !== null && 'access_id' in body && typeof body.access_id === 'string'
    ? { access_id: body.access_id }
    : {};

/** What the trail needs to know of a call, should it be refused. */
interface RememberedCall {
  readonly deps: Deps;
  readonly operation: Operation<OperationId>;
  readonly caller: Caller | null;
  readonly params: Readonly<Record<string, string>>;
  /** Once it was read. */
  body?: unknown;
}

const CALL = 'audited call';

/** Keeps at hand whose call this is. */
export const rememberCall = (c: Context, call: RememberedCall): RememberedCall => {
  c.set(CALL, call);
  return call;
};

/** Notes a refusal of somebody who is known; of anything else nothing. Waits until it is written. Never fails. */
export const traceRefusal = async (c: Context, error: unknown): Promise<void> => {
  // Set by rememberCall alone.
  const call = c.get(CALL) as RememberedCall | undefined;
  if (!call?.caller || !(error instanceof ProblemError)) return;
  const { deps, operation, caller, params, body } = call;
  if (!isRefusal(error.code) || !leavesTrace(operation, error)) return;
  const given = Object.entries({ ...namedIn(body), ...params });
  const named = Object.fromEntries(
    // Published clients put whole tokens there.
    given.map(([name, value]) => [name, hideTokens(name === 'token_prefix' ? tokenName(value) : value)]),
  );
  const { id, summary } = operation;
  await noteRefusal(deps, {
    personId: caller.personId,
    operation: { id, summary },
    params: named,
    code: error.code,
  });
};
