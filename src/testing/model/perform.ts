import type { OperationId } from '../../contract/operations.ts';
import type { Reveal } from '../../contract/schemas/credentials.ts';
import type { Store } from '../../service/ports/store.ts';
import type { CallInput } from '../client.ts';
import { newAccess, type TestHost } from '../http-suite/host.ts';
import { OVERLAP, SINGLE } from '../world.ts';
import { SPARE, type Action } from './commands.ts';
import type { Shown } from './invariants.ts';
import type { Labels } from './observed.ts';

/** Whether the worker gets anything to do. */
export interface Valve {
  open: boolean;
  /** How many turns of the event loop the next transaction waits; null: none. */
  pace: (() => number) | null;
}

/** Paces that repeat for the same number (a linear congruence; nothing here needs better chance). */
export const paceOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state >> 8) % 6;
  };
};

const waitTurns = async (turns: number): Promise<void> => {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

/**
 * The store, whose worker finds work only while the valve is open, so that a run alone decides when that is, and whose
 * transactions come in another order for every pace.
 */
export const withValve = (store: Store, valve: Valve): Store => ({
  ...store,
  read: async (work) => {
    await waitTurns(valve.pace?.() ?? 0);
    return store.read(work);
  },
  write: async (work) => {
    await waitTurns(valve.pace?.() ?? 0);
    return store.write(work);
  },
  takeJobs: async (...when) => (valve.open ? store.takeJobs(...when) : []),
  nextJobAt: async () => (valve.open ? store.nextJobAt() : null),
});

/** What each page claims with: 32 bytes in base64url, made for this page alone. */
export const CLAIMS: Readonly<Record<string, string>> = {
  first: 'claim-of-the-first-page'.padEnd(43, '1'),
  second: 'claim-of-the-second-page'.padEnd(43, '2'),
};

const idOf = (labels: ReadonlyMap<string, string>, label: string): string => {
  const id = labels.get(label);
  if (id === undefined) throw new Error(`nothing was made as ${label}`);
  return id;
};

/** The call that an action is. */
const callOf = (action: Action, labels: Labels): readonly [OperationId, CallInput] => {
  switch (action.do) {
    case 'ask': {
      const access_id = idOf(labels.accesses, action.access);
      const { overlap } = action;
      const body = { request_type: 'rotate_credentials', access_id, message: 'The key was shared', overlap };
      return ['createRequest', { body }];
    }
    case 'approve':
    case 'decline':
    case 'withdraw':
    case 'retry': {
      const params = { request_id: idOf(labels.requests, action.request) };
      if (action.do === 'approve') return ['approveRequest', { params, body: {} }];
      if (action.do === 'decline') return ['declineRequest', { params, body: { reason: 'Not now' } }];
      return [action.do === 'retry' ? 'retryRequest' : 'deleteRequest', { params }];
    }
    case 'claim':
    case 'confirm': {
      const params = { access_id: idOf(labels.accesses, action.access) };
      const body = { claim: CLAIMS[action.page] };
      return [action.do === 'claim' ? 'claimCredentials' : 'confirmSaved', { params, body }];
    }
    case 'retire':
    case 'delete': {
      const params = { access_id: idOf(labels.accesses, action.access) };
      return [action.do === 'retire' ? 'retireOldCredentials' : 'deleteAccess', { params }];
    }
    case 'create': {
      const service = action.service === 'single' ? SINGLE : OVERLAP;
      const plain = newAccess('spare', action.group, service, ['orders']);
      const data = plain['access_data'];
      const access_data = { ...(typeof data === 'object' ? data : {}), username: SPARE };
      return ['createAccess', { body: { ...plain, access_data } }];
    }
    case 'remove':
      return ['removeOrganizationMember', { params: { user_id: action.person }, body: { keys: [] } }];
    case 'appoint':
      return ['addRoleBinding', { body: { principal_id: action.person, role: 'OrganizationAdmin' } }];
    case 'dismiss':
      return ['removeRoleBinding', { params: { role_binding_id: idOf(labels.roles, action.person) } }];
    case 'report': {
      const params = { access_id: idOf(labels.accesses, action.access) };
      return ['reportAccessCompromise', { params, body: { reason: 'It stood in a public place' } }];
    }
    case 'review': {
      const params = { incident_id: idOf(labels.incidents, action.incident) };
      return ['closeIncident', { params, body: { verdict: 'confirmed', notes: 'Looked at' } }];
    }
    case 'join':
    case 'leave': {
      const operation = action.do === 'join' ? 'add_members' : 'remove_members';
      const params = { user_group_id: action.group };
      return ['updateMembers', { params, body: { operation, member_ids: [action.person] } }];
    }
  }
};

/** Does it through the API: `ok` or the error's code. Labels what was made, keeps what was shown. */
export const perform = async (
  host: TestHost,
  labels: Labels,
  shown: (Shown & { readonly access: string })[],
  action: Action,
): Promise<string> => {
  const [id, input] = callOf(action, labels);
  const reply = await host.as(action.by).send(id, input);
  if (reply.problem) return reply.code ?? `${reply.status}`;
  const body: unknown = reply.answer;
  // `send` has held the answer against the operation's schema.
  const answer = body as
    | {
        request?: { request_id: string };
        access?: { access_id: string };
        incident?: { incident_id: string };
        role_binding?: { role_binding_id: string };
      }
    | undefined;
  if (action.do === 'ask' && answer?.request) labels.requests.set(action.as, answer.request.request_id);
  if (action.do === 'create' && answer?.access) labels.accesses.set(action.as, answer.access.access_id);
  if (action.do === 'report' && answer?.incident)
    labels.incidents.set(action.as, answer.incident.incident_id);
  if (action.do === 'appoint' && answer?.role_binding)
    labels.roles.set(action.person, answer.role_binding.role_binding_id);
  // As above.
  if (action.do === 'claim') shown.push({ page: action.page, access: action.access, reveal: body as Reveal });
  return 'ok';
};
