import type { AnswerOf, BodyOf, ParamNames, ParsedQueryOf } from '../contract/operation.ts';
import type { OPERATIONS, OperationId } from '../contract/operations.ts';
import * as changeAccesses from '../service/accesses/change-accesses.ts';
import * as readAccesses from '../service/accesses/read-accesses.ts';
import * as reveal from '../service/credentials/reveal.ts';
import * as demo from '../service/demo/control-demo.ts';
import type { DemoHost } from '../service/demo/control-demo.ts';
import type { Deps } from '../service/deps.ts';
import * as groups from '../service/directory/change-groups.ts';
import * as directory from '../service/directory/read-directory.ts';
import { ProblemError } from '../service/problem.ts';
import * as changeRequests from '../service/requests/change-requests.ts';
import * as readRequests from '../service/requests/read-requests.ts';
import * as notifications from '../service/session/notifications.ts';
import * as sessions from '../service/session/sessions.ts';

type Ops = typeof OPERATIONS;

/** One call as a handler gets it: checked input and who calls. */
export interface Call<Id extends OperationId> {
  readonly deps: Deps;
  readonly demo: DemoHost | null;
  /** The caller; empty where the operation needs no session. */
  readonly me: string;
  /** The session's token, empty without one. */
  readonly token: string;
  readonly params: { readonly [K in ParamNames<Ops[Id]['path']>]: string };
  readonly query: ParsedQueryOf<Ops[Id]>;
  readonly body: BodyOf<Ops[Id]>;
  /** Sets or drops the session's cookie. */
  readonly setToken: (token: string | null) => void;
}

type Result<Id extends OperationId> = Ops[Id]['produces'] extends 'csv'
  ? AsyncGenerator<string>
  : Promise<AnswerOf<Ops[Id]>> | AnswerOf<Ops[Id]>;

/** Every operation but the event stream, which is the transport's own. */
type Handlers = { readonly [Id in Exclude<OperationId, 'streamEvents'>]: (call: Call<Id>) => Result<Id> };

const demoOf = (call: { readonly demo: DemoHost | null }): DemoHost => {
  if (!call.demo) throw new ProblemError('not_found', 'There are no demo controls here.');
  return call.demo;
};

export const HANDLERS: Handlers = {
  listPersonas: ({ deps }) => sessions.listPersonas(deps),
  signIn: async ({ deps, demo: controls, body, token, setToken }) => {
    const started = await sessions.startSession(deps, body.persona);
    if (token !== '') await sessions.endSession(deps, token);
    setToken(started.token);
    return sessions.getSession(deps, started.personId, started.token, controls !== null);
  },
  getSession: ({ deps, demo: controls, me, token }) =>
    sessions.getSession(deps, me, token, controls !== null),
  signOut: async ({ deps, token, setToken }) => {
    if (token !== '') await sessions.endSession(deps, token);
    setToken(null);
    return { message: 'Signed out.' };
  },
  listNotifications: ({ deps, me }) => notifications.listNotifications(deps, me),
  markNotificationsRead: ({ deps, me, body }) => notifications.markNotificationsRead(deps, me, body),

  listOrganizations: ({ deps, me }) => directory.listOrganizations(deps, me),
  getOrganization: ({ deps, me, params }) => directory.getOrganization(deps, me, params.organization_id),
  listUsers: ({ deps, me, params }) => directory.listUsers(deps, me, params.organization_id),
  listGroups: ({ deps, me, params }) => directory.listGroups(deps, me, params.organization_id),
  getGroup: ({ deps, me, params }) =>
    directory.getGroup(deps, me, params.organization_id, params.user_group_id),
  listMembers: ({ deps, me, params }) =>
    directory.listMembers(deps, me, params.organization_id, params.user_group_id),
  updateMembers: async ({ deps, me, params, body }) => {
    await groups.updateMembers(deps, me, params.organization_id, params.user_group_id, body);
    return undefined;
  },
  listProjects: ({ deps, me }) => directory.listProjects(deps, me),
  getProject: ({ deps, me, params }) => directory.getProject(deps, me, params.project),
  listServices: ({ deps, me, params }) => directory.listServices(deps, me, params.project),
  getService: ({ deps, me, params }) => directory.getService(deps, me, params.project, params.service_name),
  listTopics: ({ deps, me, params }) => directory.listTopics(deps, me, params.project, params.service_name),

  listAccesses: ({ deps, me, params, query }) =>
    readAccesses.listAccesses(deps, me, params.organization_id, query),
  exportAccesses: ({ deps, me, params, query }) =>
    readAccesses.exportAccesses(deps, me, params.organization_id, query),
  accessFilters: ({ deps, me, params }) => readAccesses.accessFilters(deps, me, params.organization_id),
  accessAttention: ({ deps, me, params }) => readAccesses.accessAttention(deps, me, params.organization_id),
  createAccess: ({ deps, me, params, body }) =>
    changeAccesses.createAccess(deps, me, params.organization_id, body),
  getAccess: ({ deps, me, params }) =>
    readAccesses.getAccess(deps, me, params.organization_id, params.access_id),
  deleteAccess: ({ deps, me, params }) =>
    changeAccesses.deleteAccess(deps, me, params.organization_id, params.access_id),
  previewRotation: ({ deps, me, params }) =>
    readAccesses.previewRotation(deps, me, params.organization_id, params.access_id),
  readCredentialsByToken: ({ deps, me, params }) =>
    reveal.readCredentialsByToken(deps, me, params.organization_id, params.access_id),
  claimCredentials: ({ deps, me, params, body }) =>
    reveal.claimCredentials(deps, me, params.organization_id, params.access_id, body),
  confirmSaved: ({ deps, me, params, body }) =>
    reveal.confirmSaved(deps, me, params.organization_id, params.access_id, body),
  retireOldCredentials: ({ deps, me, params, body }) =>
    reveal.retireOldCredentials(deps, me, params.organization_id, params.access_id, body),

  createRequest: ({ deps, me, params, body }) =>
    changeRequests.requestRotation(deps, me, params.organization_id, body),
  listRequests: ({ deps, me, params, query }) =>
    readRequests.listRequests(deps, me, params.organization_id, query),
  exportRequests: ({ deps, me, params, query }) =>
    readRequests.exportRequests(deps, me, params.organization_id, query),
  requestFilters: ({ deps, me, params }) => readRequests.requestFilters(deps, me, params.organization_id),
  requestSummary: ({ deps, me, params }) => readRequests.requestSummary(deps, me, params.organization_id),
  getRequest: ({ deps, me, params }) =>
    readRequests.getRequest(deps, me, params.organization_id, params.request_id),
  approveRequest: ({ deps, me, params, body }) =>
    changeRequests.approveRequest(deps, me, params.organization_id, params.request_id, body),
  declineRequest: ({ deps, me, params, body }) =>
    changeRequests.declineRequest(deps, me, params.organization_id, params.request_id, body),
  deleteRequest: ({ deps, me, params }) =>
    changeRequests.deleteRequest(deps, me, params.organization_id, params.request_id),
  retryRequest: ({ deps, me, params, body }) =>
    changeRequests.retryRequest(deps, me, params.organization_id, params.request_id, body),

  getDemo: (call) => demo.getDemo(call.deps, demoOf(call)),
  setFaults: (call) => demo.setFaults(call.deps, demoOf(call), call.body.faults),
  advanceClock: (call) => demo.advanceClock(call.deps, demoOf(call), call.body.seconds),
  expireSessions: (call) => {
    demoOf(call);
    return demo.expireSessions(call.deps);
  },
  resetDemo: (call) => demo.resetDemo(call.deps, demoOf(call)),
  authenticateOnPlatform: (call) => demo.authenticate(call.deps, demoOf(call), call.body),
};
