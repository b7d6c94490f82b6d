import type { OperationId } from '../../contract/operations.ts';
import type { CallInput } from '../client.ts';
import { PREPARE } from '../http-suite/repetition.ts';
import { newClaim, type TestHost } from '../http-suite/host.ts';
import { keyBody, makeKey } from '../http-suite/key-steps.ts';
import { ask, pathParams, QUERIES, ready } from '../http-suite/steps.ts';
import { createUser } from '../http-suite/user-steps.ts';
import { OVERLAP } from '../world.ts';

const adasKey = async (host: TestHost): Promise<CallInput> => ({
  params: { id: (await makeKey(host, 'ada')).key.key },
});

/** What the commands of the repetition tests leave out, and whatever reads something that is not there by itself. */
const OWN: { readonly [Id in OperationId]?: (host: TestHost) => Promise<CallInput> | CallInput } = {
  signIn: () => ({ body: { persona: 'requester' } }),
  getRequest: async (host) => ({ params: { request_id: await ask(host) } }),
  readCredentialsByToken: async (host) => {
    await ready(host);
    return {};
  },
  claimCredentials: async (host) => {
    await ready(host);
    return { body: { claim: newClaim() } };
  },
  getKafkaAcl: async (host) => {
    const [acl] = await host.store.read((tx) =>
      tx.find('acls', { where: { accessId: host.accesses.orders.id } }),
    );
    return { params: { acl_id: acl?.id ?? '' } };
  },
  showServiceUserSecrets: async (host) => ({
    params: await createUser(host, 'brief'),
    body: { purpose: 'download' },
  }),
  createAccessToken: () => ({ body: { description: 'Once' } }),
  createApiKey: () => ({ body: keyBody({ owner: 'sa-planner' }) }),
  createIamApiKey: () => ({
    body: { spec: { owner: { id: 'sa-planner' }, resource: { id: 'lkc-orders' } } },
  }),
  getIamApiKey: adasKey,
  updateIamApiKey: async (host) => ({ ...(await adasKey(host)), body: { spec: { description: 'Anew' } } }),
  deleteIamApiKey: adasKey,
  createIamServiceAccount: () => ({ body: { display_name: 'once' } }),
  updateIamServiceAccount: () => ({ body: { description: 'Anew' } }),
  createIamRoleBinding: () => ({
    body: {
      principal: 'User:dan',
      role_name: 'OrganizationAdmin',
      crn_pattern: 'crn://latchkey/organization=org_acme',
    },
  }),
  setFaults: () => ({ body: { faults: [] } }),
  advanceClock: () => ({ body: { seconds: 1 } }),
  authenticateOnPlatform: (host) => ({
    body: { ...OVERLAP, username: host.accesses.orders.username, password: 'wrong' },
  }),
  authenticateKeyOnPlatform: () => ({ body: { key: 'unknown', secret: 'wrong', resource_id: 'lkc-orders' } }),
};

/** A call that would succeed for whoever may make it, with everything before it done. */
export const prepareCall = async (host: TestHost, id: OperationId): Promise<CallInput> => {
  const [, known] = (await PREPARE[id]?.(host)) ?? [];
  const given = known ?? (await OWN[id]?.(host)) ?? {};
  await host.settle();
  return {
    query: QUERIES[id] ?? {},
    ...given,
    params: { ...pathParams(host, id), organization_id: 'org_acme', ...given.params },
    sweep: true,
  };
};
