import type { ParamNames } from '../../contract/operation.ts';
import type { OPERATIONS, OperationId } from '../../contract/operations.ts';
import { prefixOf } from '../../domain/access-token/access-token.ts';
import { newSession, sessionHandle } from '../../domain/sign-in/session.ts';
import { digest } from '../../runtime/digest.ts';
import type { CallInput } from '../client.ts';
import { makeRow } from '../rows.ts';
import { accessTokenOf, FOREIGN, tokenOf } from '../world.ts';
import type { TestHost } from '../http-suite/host.ts';

type Param = Exclude<ParamNames<(typeof OPERATIONS)[OperationId]['path']>, 'organization_id'>;

/** The same kind of thing twice: one that the other organization has, and one that nobody has. */
interface Pair {
  readonly foreign: string;
  readonly unknown: string;
}

const pair = (foreign: string, unknown: string): Pair => ({ foreign, unknown });

const ACCOUNT = pair('sa-globex', 'sa-unknown');
const BINDING = pair('rb-fay', 'rb-unknown');
const ENVIRONMENT = pair('env-globex', 'env-unknown');
const CLUSTER = pair('lkc-globex', 'lkc-unknown');
const GROUP = pair('grp_globex', 'grp_unknown');
const PROJECT = pair(FOREIGN.project_name, 'unknown-core');
const SERVICE = pair(FOREIGN.service_name, 'kafka-unknown');
const PERSON = pair('fay', 'nobody-here');
const KEY = pair('GLOBEXGLOBEX2222', 'UNKNOWNUNKNOWN22');
const REQUEST = pair('req_globex', 'req_unknown');
const TOPIC = pair('secrets', 'unknown-topic');

const FAYS_SESSION = sessionHandle(
  newSession({ id: await digest(tokenOf('fay')), personId: 'fay', createdAt: 0, expiresAt: 0 }),
);

/** By the paths' names. A name without a pair does not compile. */
const byParam = (host: TestHost): Readonly<Record<Param, Pair>> => ({
  access_id: pair(host.accesses.foreign.id, 'acc_unknown'),
  request_id: REQUEST,
  user_group_id: GROUP,
  user_id: PERSON,
  project: PROJECT,
  service_name: SERVICE,
  username: pair(host.accesses.foreign.username, 'unknown-user'),
  acl_id: pair('acl-globex', 'acl-unknown'),
  token_prefix: pair(prefixOf(accessTokenOf('fay')), 'lk_unknown12'),
  environment_id: ENVIRONMENT,
  cluster_id: CLUSTER,
  key: KEY,
  service_account_id: ACCOUNT,
  principal_id: ACCOUNT,
  role_binding_id: BINDING,
  incident_id: pair('inc_globex', 'inc_unknown'),
  event_id: pair('aud_globex', 'aud_unknown'),
  mail_token: pair('uns_globex', 'uns_unknown'),
  webhook_id: pair('whk_globex', 'whk_unknown'),
  session_id: pair(FAYS_SESSION, 'session-unknown'),
  id: KEY,
});

/** What the management API's paths all call `id`. */
const IDS: Partial<Readonly<Record<OperationId, Pair>>> = {
  getIamServiceAccount: ACCOUNT,
  updateIamServiceAccount: ACCOUNT,
  deleteIamServiceAccount: ACCOUNT,
  getIamUser: PERSON,
  updateIamUser: PERSON,
  getIamRoleBinding: BINDING,
  deleteIamRoleBinding: BINDING,
  getOrgEnvironment: ENVIRONMENT,
  getCmkCluster: CLUSTER,
  getSrcmCluster: pair('lsrc-globex', 'lsrc-unknown'),
  deleteIamUser: PERSON,
  getSrcmV2Cluster: pair('lsrc-globex', 'lsrc-unknown'),
  getKsqlCluster: pair('lksqlc-globex', 'lksqlc-unknown'),
};

/** By what stands in bodies and queries. */
const byValue = (host: TestHost): ReadonlyMap<string, Pair> =>
  new Map([
    [host.accesses.orders.id, byParam(host).access_id],
    [host.accesses.orders.username, byParam(host).username],
    ['grp_payments', GROUP],
    ['shop', PROJECT],
    ['kafka-overlap', SERVICE],
    ['orders', TOPIC],
    ['ada', PERSON],
    ['dan', PERSON],
    ['sa-planner', ACCOUNT],
    ['lkc-orders', CLUSTER],
    ['env-prod', ENVIRONMENT],
    ['User:dan', pair('User:fay', 'User:nobody-here')],
    [
      'crn://latchkey/organization=org_acme',
      pair('crn://latchkey/organization=org_globex', 'crn://latchkey/organization=org_unknown'),
    ],
    [
      'crn://latchkey/organization=org_acme/*',
      pair('crn://latchkey/organization=org_globex/*', 'crn://latchkey/organization=org_unknown/*'),
    ],
  ]);

const translate = (value: unknown, of: (text: string) => string): unknown => {
  if (typeof value === 'string') return of(value);
  if (Array.isArray(value)) return value.map((item) => translate(item, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, translate(item, of)]));
};

/**
 * The call about things of the other organization, or about things that are not there; with `inside`, the path names the
 * caller's own organization all the same.
 */
export const callAbout = (
  host: TestHost,
  id: OperationId,
  input: CallInput,
  which: keyof Pair,
  inside: boolean,
): CallInput => {
  const values = byValue(host);
  const of = (text: string): string => values.get(text)?.[which] ?? text;
  const inPath = { ...byParam(host), ...(IDS[id] ? { id: IDS[id] } : {}) };
  const named = Object.fromEntries(Object.entries(inPath).map(([name, both]) => [name, both[which]]));
  const abroad = { foreign: 'org_globex', unknown: 'org_unknown' }[which];
  return {
    ...input,
    params: { ...input.params, ...named, organization_id: inside ? 'org_acme' : abroad },
    // As it was: an object of texts.
    query: translate(input.query, of) as Readonly<Record<string, string>>,
    ...('body' in input ? { body: translate(input.body, of) } : {}),
  };
};

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** What is drawn anew for each answer of the management API. */
const DRAWN = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gu;

/** An answer in which whatever these calls name reads the same. */
export const withoutNames = (calls: readonly CallInput[], text: string): string =>
  calls
    .flatMap(({ params, query, body }) => textsIn([params, query, body]))
    .toSorted((a, b) => b.length - a.length)
    .reduce(
      (rest, name) => (name.length < 3 ? rest : rest.replaceAll(name, '…')),
      text.replaceAll(DRAWN, '…'),
    );

/** Writes what the other organization lacks for every kind of thing to be there. */
export const plantElsewhere = ({ store, accesses }: TestHost): Promise<void> =>
  store.write(async (tx) => {
    const organizationId = 'org_globex';
    const cluster = { organizationId, environmentId: ENVIRONMENT.foreign, environmentName: 'globex' };
    for (const [id, kind] of [
      ['lsrc-globex', 'schema_registry'],
      ['lksqlc-globex', 'ksqldb'],
    ] as const)
      await tx.insert('clusters', makeRow('clusters', id, { ...cluster, kind }));
    await tx.insert(
      'serviceAccounts',
      makeRow('serviceAccounts', ACCOUNT.foreign, {
        organizationId,
        name: 'globex-account',
        nameKey: 'org_globex/globex-account',
      }),
    );
    await tx.insert(
      'accountAcls',
      makeRow('accountAcls', 'acl-globex', {
        organizationId,
        clusterId: CLUSTER.foreign,
        principalId: ACCOUNT.foreign,
      }),
    );
    await tx.insert(
      'apiKeys',
      makeRow('apiKeys', KEY.foreign, { organizationId, ownerId: 'fay', resourceId: CLUSTER.foreign }),
    );
    await tx.insert('incidents', makeRow('incidents', 'inc_globex', { organizationId }));
    await tx.insert('webhooks', makeRow('webhooks', 'whk_globex', { organizationId }));
    await tx.insert('audit', makeRow('audit', 'aud_globex', { organizationId }));
    await tx.insert(
      'requests',
      makeRow('requests', REQUEST.foreign, {
        organizationId,
        accessId: accesses.foreign.id,
        groupId: GROUP.foreign,
        groupName: 'Globex core',
        requesterId: 'fay',
      }),
    );
  });
