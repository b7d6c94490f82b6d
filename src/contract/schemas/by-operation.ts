import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import type { OPERATIONS, OperationId } from '../operations.ts';
import * as accesses from './accesses.ts';
import * as credentials from './credentials.ts';
import * as demo from './demo.ts';
import * as directory from './directory.ts';
import * as requests from './requests.ts';
import * as session from './session.ts';
import { Done, Seen } from './shared.ts';

export type Schema = z.ZodMiniType;

/** What the transport checks of an operation. Absent: takes none, answers with none or with a stream. */
export interface OperationSchemas {
  readonly query?: Schema;
  readonly body?: Schema;
  readonly answer?: Schema;
}

/** What an operation may and must have: what reads takes a query, what changes a body, JSON needs its answer's schema. */
type Fitting<O extends Operation> = Pick<OperationSchemas, O['method'] extends 'GET' ? 'query' : 'body'> &
  (O['status'] extends 204
    ? unknown
    : O['produces'] extends 'json'
      ? Required<Pick<OperationSchemas, 'answer'>>
      : unknown);

/** The schemas of every operation. The backend checks with them; the types of operation.ts derive from them. */
export const SCHEMAS = {
  listPersonas: { answer: session.PersonaList },
  signIn: { body: session.SignIn, answer: session.Session },
  getSession: { answer: session.Session },
  signOut: { answer: Done },
  listNotifications: { answer: session.NotificationList },
  markNotificationsRead: { body: session.MarkRead, answer: Done },
  streamEvents: {},

  listOrganizations: { answer: directory.OrganizationList },
  getOrganization: { answer: directory.OrganizationAnswer },
  listUsers: { answer: directory.OrganizationUserList },
  listGroups: { answer: directory.UserGroupList },
  getGroup: { answer: directory.UserGroup },
  listMembers: { answer: directory.MemberList },
  updateMembers: { body: directory.MembersUpdate },
  listProjects: { answer: directory.ProjectList },
  getProject: { answer: directory.ProjectEnvelope },
  listServices: { answer: directory.ServiceList },
  getService: { answer: directory.ServiceEnvelope },
  listTopics: { answer: directory.TopicList },

  listAccesses: { query: accesses.AccessQuery, answer: accesses.AccessList },
  exportAccesses: { query: accesses.AccessExportQuery },
  accessFilters: { answer: accesses.AccessFilters },
  accessAttention: { answer: accesses.AccessAttention },
  createAccess: { body: accesses.NewAccess, answer: accesses.AccessEnvelope },
  getAccess: { answer: accesses.AccessEnvelope },
  deleteAccess: { answer: accesses.DeletedAccess },
  previewRotation: { answer: accesses.RotationPreview },
  readCredentialsByToken: { answer: credentials.TokenCredentials },
  claimCredentials: { body: credentials.Claim, answer: credentials.Reveal },
  confirmSaved: { body: credentials.Claim, answer: credentials.Saved },
  retireOldCredentials: { body: Seen, answer: credentials.Saved },

  createRequest: { body: requests.NewRequest, answer: requests.RequestEnvelope },
  listRequests: { query: requests.RequestQuery, answer: requests.RequestList },
  exportRequests: { query: requests.RequestExportQuery },
  requestFilters: { answer: requests.RequestFilters },
  requestSummary: { answer: requests.RequestSummary },
  getRequest: { answer: requests.RequestDetails },
  approveRequest: { body: requests.Approval, answer: requests.RequestEnvelope },
  declineRequest: { body: requests.Decline, answer: requests.RequestEnvelope },
  deleteRequest: { answer: Done },
  retryRequest: { body: Seen, answer: requests.RequestEnvelope },

  getDemo: { answer: demo.DemoState },
  setFaults: { body: demo.SetFaults, answer: demo.DemoState },
  advanceClock: { body: demo.AdvanceClock, answer: demo.DemoState },
  expireSessions: { answer: Done },
  resetDemo: { answer: Done },
  authenticateOnPlatform: { body: demo.Authenticate, answer: demo.Authenticated },
} as const satisfies { readonly [Id in OperationId]: Fitting<(typeof OPERATIONS)[Id]> };

/** An operation's schemas, where the operation is known at run time only. */
export const schemasOf = (id: OperationId): OperationSchemas => SCHEMAS[id];
