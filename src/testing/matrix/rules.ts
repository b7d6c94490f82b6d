import type { Operation } from '../../contract/operation.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { Caller, Standing } from './callers.ts';
import { PARTIES, type Party } from './parties.ts';

/** What a caller gets. */
export type Told = ProblemCode | 'an answer';

/** What others are told: one code for all who are left, or for a party of them. */
type Refusal = ProblemCode | readonly [Party, Told];

export interface Rule {
  readonly may: Party;
  readonly refusals: readonly Refusal[];
  /** What somebody of another organization gets where the path names none. */
  readonly abroad: Told | undefined;
}

const only = (may: Party, ...refusals: readonly Refusal[]): Rule => ({ may, refusals, abroad: undefined });
const abroad = (told: Told, rule: Rule): Rule => ({ ...rule, abroad: told });

const everybody = only('anybody signed in');
/** About the caller's own things, whatever their organization. */
const own = abroad('an answer', everybody);
const public_ = abroad('an answer', only('anybody at all'));
const ownerGroup = only('the owner group', 'permission_denied');
const holder = only('the one who asked', 'permission_denied');
const decider = only(
  'another member of the owner group',
  ['the one who asked', 'approval_forbidden_on_own_request'],
  // Sees every request.
  ['an organization admin', 'permission_denied'],
  'request_not_found',
);
const keyDecider = only(
  'an OrganizationAdmin',
  ['the one who asked', 'approval_forbidden_on_own_request'],
  ['an organization admin', 'permission_denied'],
  'request_not_found',
);
const admin = only('an organization admin', 'permission_denied');
const project = abroad('project_not_found', only('a member of the project', 'project_not_found'));
const operator = abroad(
  'project_not_found',
  only('a project admin or operator', ['a member of the project', 'permission_denied'], 'project_not_found'),
);
const projectAdmin = abroad(
  'project_not_found',
  only('a project admin', ['a member of the project', 'permission_denied'], 'project_not_found'),
);
const tokenOwner = abroad('access_token_not_found', only('the one who asked', 'access_token_not_found'));
const accounts = only('an OrganizationAdmin', 'permission_denied');
const inSight = (missing: ProblemCode): Rule =>
  abroad(missing, only('a person, or a service account with a role', missing));
const keyManager = only(
  'whoever administers the cluster',
  ['whoever has a role on the cluster', 'permission_denied'],
  'api_key_not_found',
);

/** Who may do what. An operation without a rule does not compile. */
export const RULES: Readonly<Record<OperationId, Rule>> = {
  listPersonas: public_,
  signIn: public_,
  getSession: own,
  signOut: public_,
  listNotifications: own,
  markNotificationsRead: own,
  streamEvents: own,

  getSignInOptions: public_,
  signInByCode: public_,
  listSessions: own,
  revokeSession: abroad('session_not_found', only('the one who asked', 'session_not_found')),
  revokeOtherSessions: own,
  // Fay is one in her own organization.
  endBreakGlass: abroad('an answer', admin),

  getMailPreferences: own,
  changeMailPreferences: own,
  unsubscribeFromMail: public_,
  getTechnicalAddresses: project,
  changeTechnicalAddresses: projectAdmin,
  listMailBounces: admin,
  retryMailBounce: admin,
  listWebhooks: admin,
  createWebhook: admin,
  changeWebhook: admin,
  deleteWebhook: admin,
  testWebhook: admin,
  listWebhookDeliveries: admin,

  getMe: own,
  listOrganizations: own,
  getOrganization: everybody,
  listUsers: everybody,
  getUser: everybody,
  listGroupsOfUser: everybody,
  listGroups: everybody,
  getGroup: everybody,
  listMembers: everybody,
  updateMembers: admin,
  createGroup: admin,
  updateGroup: admin,
  deleteGroup: admin,

  listAccesses: everybody,
  exportAccesses: everybody,
  accessFilters: everybody,
  accessAttention: everybody,
  getAccess: everybody,
  previewRotation: everybody,
  createAccess: ownerGroup,
  deleteAccess: ownerGroup,
  readCredentialsByToken: holder,
  claimCredentials: holder,
  confirmSaved: holder,
  retireOldCredentials: ownerGroup,

  createRequest: ownerGroup,
  listRequests: everybody,
  exportRequests: everybody,
  requestFilters: everybody,
  requestSummary: everybody,
  getRequest: only('the owner group or an organization admin', 'request_not_found'),
  approveRequest: decider,
  declineRequest: decider,
  deleteRequest: only(
    'the one who asked',
    ['the owner group', 'deleting_forbidden_on_governance_request'],
    ['an organization admin', 'deleting_forbidden_on_governance_request'],
    'request_not_found',
  ),
  retryRequest: only('the owner group', ['an organization admin', 'permission_denied'], 'request_not_found'),

  getDemo: public_,
  setFaults: public_,
  advanceClock: public_,
  expireSessions: public_,
  resetDemo: public_,
  authenticateOnPlatform: public_,
  authenticateKeyOnPlatform: public_,

  createAccessToken: own,
  listAccessTokens: own,
  updateAccessToken: tokenOwner,
  revokeAccessToken: tokenOwner,

  listProjects: own,
  getProject: project,
  listProjectUsers: project,
  getProjectCa: project,
  listServices: project,
  getService: project,
  listTopics: project,
  listAcls: project,
  listKafkaAcls: project,
  getKafkaAcl: project,
  listServiceOverview: everybody,
  exportServices: everybody,
  getServiceDetails: project,
  listServiceAcls: project,
  exportServiceAcls: project,

  createServiceUser: operator,
  getServiceUser: project,
  deleteServiceUser: operator,
  modifyServiceUser: operator,
  resetServiceUser: operator,
  resetServiceCredentials: operator,
  listServiceUsers: project,
  exportServiceUsers: project,
  showServiceUserSecrets: operator,
  changeCertificateNotices: operator,
  introduceCa: projectAdmin,

  // About an access of Ada's group, a service user of no access, and a key of Ada's (P8).
  listIncidents: everybody,
  exportIncidents: everybody,
  getIncident: only(
    'the owner group, a project admin or operator, or an organization admin',
    'incident_not_found',
  ),
  closeIncident: only(
    'another one whom the incident concerns',
    ['the one who asked', 'approval_forbidden_on_own_request'],
    'incident_not_found',
  ),
  previewAccessCompromise: everybody,
  reportAccessCompromise: only(
    'the owner group, a project admin or operator, or an organization admin',
    'permission_denied',
  ),
  previewUserCompromise: only('a member of the project or an organization admin', 'project_not_found'),
  reportUserCompromise: only(
    'a project admin or operator, or an organization admin',
    ['a member of the project', 'permission_denied'],
    'project_not_found',
  ),
  previewKeyCompromise: only(
    'whoever has a role on the cluster, or an organization admin',
    'api_key_not_found',
  ),
  reportKeyCompromise: only(
    'whoever administers the cluster, or an organization admin',
    ['whoever has a role on the cluster', 'permission_denied'],
    'api_key_not_found',
  ),

  listAuditEvents: admin,
  getAuditEvent: admin,
  getAuditChain: admin,
  exportAudit: admin,
  exportAuditJson: admin,
  getEvidence: only('the owner group or an organization admin', 'request_not_found'),

  listEnvironments: everybody,
  getEnvironment: everybody,
  getCluster: everybody,
  listApiKeys: everybody,
  exportApiKeys: everybody,
  previewApiKey: everybody,
  changeEnvironmentApproval: accounts,
  changeCloudKeyApproval: accounts,
  claimApiKey: only(
    'the one who asked',
    ['an OrganizationAdmin', 'permission_denied'],
    ['an organization admin', 'permission_denied'],
    'request_not_found',
  ),
  createApiKey: only('whoever administers the cluster', 'permission_denied'),
  confirmApiKeySaved: only('the one who asked', 'api_key_not_found'),
  describeApiKey: keyManager,
  deleteApiKey: keyManager,
  listServiceAccounts: everybody,
  exportServiceAccounts: everybody,
  createServiceAccount: accounts,
  getPrincipal: everybody,
  deleteServiceAccount: accounts,
  addRoleBinding: accounts,
  removeRoleBinding: accounts,
  addAccountAcl: accounts,
  removeAccountAcl: accounts,
  describeServiceAccount: accounts,
  removeOrganizationMember: accounts,
  listOrganizationMembers: everybody,
  exportOrganizationMembers: everybody,

  listIamApiKeys: own,
  createIamApiKey: abroad('invalid_request', only('whoever has a role on the cluster', 'permission_denied')),
  getIamApiKey: abroad('api_key_not_found', only('whoever has a role on the cluster', 'api_key_not_found')),
  updateIamApiKey: abroad('api_key_not_found', keyManager),
  deleteIamApiKey: abroad('api_key_not_found', keyManager),
  listIamServiceAccounts: own,
  // Fay makes one in her own organization.
  createIamServiceAccount: abroad('an answer', accounts),
  getIamServiceAccount: inSight('service_account_not_found'),
  updateIamServiceAccount: abroad('service_account_not_found', accounts),
  deleteIamServiceAccount: abroad('service_account_not_found', accounts),
  listIamUsers: own,
  getIamUser: inSight('user_not_found'),
  updateIamUser: abroad('user_not_found', accounts),
  deleteIamUser: abroad('user_not_found', accounts),
  listSrcmRegions: own,
  getSrcmRegion: abroad('an answer', inSight('region_not_found')),
  listSrcmV2Clusters: inSight('environment_not_found'),
  getSrcmV2Cluster: inSight('environment_not_found'),
  listQuotaScopes: own,
  getQuotaScope: own,
  listIamRoleBindings: abroad('invalid_request', everybody),
  createIamRoleBinding: abroad('invalid_request', accounts),
  getIamRoleBinding: inSight('role_binding_not_found'),
  deleteIamRoleBinding: abroad('role_binding_not_found', accounts),
  listOrgEnvironments: own,
  getOrgEnvironment: inSight('environment_not_found'),
  listCmkClusters: inSight('environment_not_found'),
  getCmkCluster: inSight('environment_not_found'),
  listSrcmClusters: inSight('environment_not_found'),
  getSrcmCluster: inSight('environment_not_found'),
  listKsqlClusters: inSight('environment_not_found'),
  getKsqlCluster: inSight('environment_not_found'),
  listAppliedQuotas: own,
  getAppliedQuota: own,
};

/** The same operations where the request is about an API key, which is put before other people than a rotation is. */
export const RULES_OF_KEY_REQUESTS = {
  createRequest: only('whoever administers the cluster', 'permission_denied'),
  getRequest: only(
    'an OrganizationAdmin or the one who asked',
    ['an organization admin', 'an answer'],
    'request_not_found',
  ),
  approveRequest: keyDecider,
  declineRequest: keyDecider,
  deleteRequest: only(
    'the one who asked',
    ['an OrganizationAdmin', 'deleting_forbidden_on_governance_request'],
    ['an organization admin', 'deleting_forbidden_on_governance_request'],
    'request_not_found',
  ),
  retryRequest: only(
    'an OrganizationAdmin or the one who asked',
    ['an organization admin', 'permission_denied'],
    'request_not_found',
  ),
} as const satisfies { readonly [Id in OperationId]?: Rule };

const isAbout = (is: Standing, refusal: Refusal): boolean =>
  typeof refusal === 'string' || PARTIES[refusal[0]](is);

const byRule = (operation: Operation, rule: Rule, is: Standing): Told => {
  if (is.abroad) {
    if (operation.path.includes('{organization_id}')) return 'organization_not_found';
    if (rule.abroad === undefined) throw new Error(`${operation.id}: say what people abroad are told`);
    return rule.abroad;
  }
  if (PARTIES[rule.may](is)) return 'an answer';
  const refusal = rule.refusals.find((one) => isAbout(is, one));
  if (refusal === undefined) throw new Error(`${operation.id}: say what everybody else is told`);
  return typeof refusal === 'string' ? refusal : refusal[1];
};

/** What the kind of proof alone decides, by the contract; null where the operation's rule does. */
export const byProof = (operation: Operation, { via, is }: Caller): ProblemCode | null => {
  if (via === 'key' && operation.dialect !== 'iam') return 'authentication_failed';
  if (via === 'key' && is === null) return 'invalid_api_key';
  if (via === 'token' && is === null) return 'authentication_failed';
  if (is === null && operation.session === 'required') return 'session_required';
  if (operation.callers === 'session' && (via === 'token' || via === 'key')) return 'permission_denied';
  if (operation.callers === 'token' && via === 'session') return 'permission_denied';
  return null;
};

/** What a caller must be told about something of their own organization. */
export const expectedOf = (operation: Operation, rule: Rule, caller: Caller): Told =>
  byProof(operation, caller) ?? byRule(operation, rule, caller.is ?? {});
