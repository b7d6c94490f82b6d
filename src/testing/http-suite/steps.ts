import { expect } from 'vitest';
import type { Access, Overlap } from '../../contract/schemas/accesses.ts';
import type { Reveal } from '../../contract/schemas/credentials.ts';
import type { RotationRequest } from '../../contract/schemas/requests.ts';
import { OVERLAP, PEOPLE, type PersonName, type ServiceName } from '../world.ts';
import { newClaim, type AccessName, type Ready, type TestHost } from './host.ts';

/** What the management API's paths call an id, by operation. */
const IAM_IDS: Readonly<Record<string, string>> = {
  getIamServiceAccount: 'sa-planner',
  updateIamServiceAccount: 'sa-planner',
  deleteIamServiceAccount: 'sa-planner',
  getIamUser: 'ada',
  updateIamUser: 'ada',
  deleteIamUser: 'ada',
  getIamRoleBinding: 'rb-ben',
  deleteIamRoleBinding: 'rb-ben',
  getOrgEnvironment: 'env-prod',
  getCmkCluster: 'lkc-orders',
  getSrcmCluster: 'lsrc-prod',
  getSrcmV2Cluster: 'lsrc-prod',
  getSrcmRegion: 'AWS.eu-north-1',
  getKsqlCluster: 'lksqlc-alerts',
  getAppliedQuota: 'iam.max_api_keys.per_user',
  getQuotaScope: 'USER_ACCOUNT',
};

const IN_PROD = { environment: 'env-prod' };
/** A webhook that tests make where they need one. */
export const WEBHOOK = 'whk_chat';

/** What some operations cannot do without, for walks over all operations. */
export const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  previewApiKey: { resource_id: 'lkc-orders' },
  listCmkClusters: IN_PROD,
  getCmkCluster: IN_PROD,
  listSrcmClusters: IN_PROD,
  getSrcmCluster: IN_PROD,
  listSrcmV2Clusters: IN_PROD,
  getSrcmV2Cluster: IN_PROD,
  listKsqlClusters: IN_PROD,
  getKsqlCluster: IN_PROD,
  listIamRoleBindings: { crn_pattern: 'crn://latchkey/organization=org_acme/*' },
  listAppliedQuotas: { scope: 'USER_ACCOUNT' },
};

/**
 * A value for everything that paths name, of things that are there: for walks over all operations. Requests and API
 * keys are the exceptions, because every test makes its own.
 */
export const pathParams = (host: TestHost, operationId = ''): Readonly<Record<string, string>> => ({
  id: IAM_IDS[operationId] ?? 'UNKNOWNUNKNOWN22',
  request_id: 'req_unknown',
  incident_id: 'inc_unknown',
  access_id: host.accesses.orders.id,
  user_group_id: 'grp_payments',
  user_id: 'ada',
  ...pathOf(OVERLAP),
  username: host.accesses.orders.username,
  acl_id: 'acl_unknown',
  token_prefix: 'lk_unknown',
  event_id: 'aud_unknown',
  environment_id: 'env-prod',
  cluster_id: 'lkc-orders',
  key: 'UNKNOWNUNKNOWN22',
  service_account_id: 'sa-planner',
  principal_id: 'sa-planner',
  role_binding_id: 'rb-ben',
  mail_token: 'uns_unknown',
  webhook_id: WEBHOOK,
  session_id: 'unknown',
});

/** A service as routes name it. */
export const pathOf = ({
  project_name: project,
  service_name,
}: ServiceName): { project: string; service_name: string } => ({ project, service_name });

/** Asks for a rotation (R2). */
export const ask = async (
  host: TestHost,
  {
    access = 'orders',
    by = 'ada',
    overlap,
  }: { access?: AccessName; by?: PersonName; overlap?: Overlap } = {},
): Promise<string> => {
  const { request } = await host.as(by).ok('createRequest', {
    body: {
      request_type: 'rotate_credentials',
      access_id: host.accesses[access].id,
      message: 'The key was shared',
      ...(overlap ? { overlap } : {}),
    },
  });
  expect(request.status).toBe('pending');
  return request.request_id;
};

/** Decides for it as Ben, and lets the platform act. */
export const approve = async (host: TestHost, request_id: string, by: PersonName = 'ben'): Promise<void> => {
  await host.as(by).ok('approveRequest', { params: { request_id }, body: {} });
  await host.settle();
};

/** A rotation up to where its credentials wait to be shown. */
export const ready = async (host: TestHost, options: Parameters<typeof ask>[1] = {}): Promise<string> => {
  const id = await ask(host, options);
  await approve(host, id, options.by === 'ben' ? 'cid' : 'ben');
  return id;
};

export interface Shown {
  readonly claim: string;
  readonly requestId: string;
  readonly credentials: Reveal['credentials'];
}

/** A rotation up to where its credentials were shown. */
export const shown = async (host: TestHost, options: Parameters<typeof ask>[1] = {}): Promise<Shown> => {
  const requestId = await ready(host, options);
  const claim = newClaim();
  const { credentials } = await host.as(options.by ?? 'ada').ok('claimCredentials', {
    params: { access_id: host.accesses[options.access ?? 'orders'].id },
    body: { claim },
  });
  return { claim, requestId, credentials };
};

/** A rotation up to its end: new credentials in use, the old ones on their way out. */
export const saved = async (host: TestHost, options: Parameters<typeof ask>[1] = {}): Promise<Shown> => {
  const result = await shown(host, options);
  await host.as(options.by ?? 'ada').ok('confirmSaved', {
    params: { access_id: host.accesses[options.access ?? 'orders'].id },
    body: { claim: result.claim },
  });
  await host.settle();
  return result;
};

/** The access as this person sees it. */
export const accessOf = async (
  host: TestHost,
  name: AccessName = 'orders',
  by: PersonName = 'ada',
): Promise<Access> =>
  (await host.as(by).ok('getAccess', { params: { access_id: host.accesses[name].id } })).access;

/** The rotation's request as this person sees it. */
export const requestOf = async (
  host: TestHost,
  request_id: string,
  by: PersonName = 'ada',
): Promise<RotationRequest> => {
  const { request } = await host.as(by).ok('getRequest', { params: { request_id } });
  if (request.request_type !== 'rotate_credentials') throw new Error('not about a rotation');
  return request;
};

/** Which generation these credentials are accepted as, by password and by certificate; null: refused. */
export const tryOn = async (
  host: TestHost,
  access: Ready,
  credentials: Pick<Reveal['credentials'], 'password' | 'access_cert'>,
): Promise<{ password: number | null; certificate: number | null }> => {
  const attempt = async (proof: Record<string, string>): Promise<number | null> => {
    const answer = await host
      .stranger()
      .ok('authenticateOnPlatform', { body: { ...access.service, username: access.username, ...proof } });
    return answer.accepted ? (answer.generation ?? -1) : null;
  };
  return {
    password: await attempt({ password: credentials.password }),
    certificate: await attempt({ access_cert: credentials.access_cert }),
  };
};

/** What the platform holds of this access's service user. */
export const generationsOf = async (host: TestHost, access: Ready): Promise<readonly string[]> => {
  const service = (
    await host.store.read((tx) => tx.find('services', { where: { name: access.service.service_name } }))
  )[0];
  if (!service) throw new Error('no such service');
  const found = await host.backend.platform.generations({ service, username: access.username });
  return found.map(({ generation, status }) => `${generation} ${status}`);
};

/** What this person is told, newest first. */
export const noticesOf = async (host: TestHost, name: PersonName) =>
  (await host.as(name).ok('listNotifications')).notifications.map(({ kind, request_id, read, params }) => ({
    kind,
    request_id,
    read,
    params,
  }));

/** An organization admin changes who belongs to a group. */
export const changeMembers = (
  host: TestHost,
  operation: 'add_members' | 'remove_members',
  member: PersonName,
  user_group_id = 'grp_payments',
): Promise<unknown> =>
  host
    .as('eve')
    .ok('updateMembers', { params: { user_group_id }, body: { operation, member_ids: [member] } });

/** Every person's real name, for messages that must name somebody. */
export const nameOf = (name: PersonName): string => PEOPLE[name].name;

/** The statuses of several answers, lowest first. */
export const statusesOf = (replies: readonly { readonly status: number }[]): readonly number[] =>
  replies.map((reply) => reply.status).toSorted((a, b) => a - b);
