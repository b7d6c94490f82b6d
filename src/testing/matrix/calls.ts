import { OPERATIONS, type OperationId } from '../../contract/operations.ts';
import { KEYS_PER_ACCOUNT } from '../../domain/api-key/api-key.ts';
import type { CallInput } from '../client.ts';
import { PREPARE } from '../http-suite/repetition.ts';
import { newClaim, type TestHost } from '../http-suite/host.ts';
import { approveKey, askForKey, claimInput, wish, withSecondAdmin } from '../http-suite/approval-steps.ts';
import { bind, keyBody, makeKey, plantKeys } from '../http-suite/key-steps.ts';
import { createBreakGlassCode } from '../../service/session/break-glass.ts';
import { revoked } from '../http-suite/compromise-steps.ts';
import { putWebhook } from '../http-suite/webhooks.ts';
import { ask, pathParams, QUERIES, ready } from '../http-suite/steps.ts';
import { createUser } from '../http-suite/user-steps.ts';
import { OVERLAP } from '../world.ts';
import { RULES, RULES_OF_KEY_REQUESTS, type Rule } from './rules.ts';

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
  claimApiKey: async (host) => {
    const request_id = await askForDangerousKey(host);
    await approveKey(host, request_id);
    await host.settle();
    return claimInput(request_id);
  },
  signInByCode: async (host) => ({ body: { code: (await createBreakGlassCode(host.backend.deps)).code } }),
  createWebhook: () => ({
    body: { description: 'Chat', url: 'https://chat.example.com/', topics: ['resets'] },
  }),
  listWebhookDeliveries: async (host) => {
    await putWebhook(host);
    return {};
  },
  getAuditEvent: async (host) => {
    const [event] = await host.store.read((tx) =>
      tx.find('audit', { where: { organizationId: 'org_acme' }, limit: 1 }),
    );
    return { params: { event_id: event?.id ?? '' } };
  },
  getEvidence: async (host) => ({ params: { request_id: await ask(host) } }),
  getIncident: async (host) => ({ params: { incident_id: (await revoked(host)).incident_id } }),
  previewKeyCompromise: async (host) => ({ params: { key: (await makeKey(host, 'ada')).key.key } }),
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
  updateIamUser: () => ({ body: { full_name: 'Ada Berg' } }),
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

/** Ada asks for a key of an account that administers production, which takes approval. */
const askForDangerousKey = async (host: TestHost): Promise<string> => {
  await withSecondAdmin(host);
  await bind(host, 'sa-planner', 'EnvironmentAdmin', { environment_id: 'env-prod' });
  return askForKey(host, 'ada', { owner: 'sa-planner' });
};

const aboutKey = async (host: TestHost, body: object = {}): Promise<CallInput> => ({
  params: { request_id: await askForDangerousKey(host) },
  body,
});

/** The requests about keys, for RULES_OF_KEY_REQUESTS. */
const KEY_REQUESTS: {
  readonly [Id in keyof typeof RULES_OF_KEY_REQUESTS]: (host: TestHost) => Promise<CallInput>;
} = {
  createRequest: async (host) => {
    await host.as('ada').ok('deleteRequest', await aboutKey(host));
    return { body: wish({ owner: 'sa-planner' }) };
  },
  getRequest: async (host) => ({ params: { request_id: await askForDangerousKey(host) } }),
  approveRequest: aboutKey,
  declineRequest: (host) => aboutKey(host, { reason: 'No' }),
  deleteRequest: async (host) => ({ params: { request_id: await askForDangerousKey(host) } }),
  retryRequest: async (host) => {
    const input = await aboutKey(host);
    // Judged anew when it is made: the account may have no key any more.
    const keys = Array.from({ length: KEYS_PER_ACCOUNT }, (_, i) => ({
      id: `FULL${i}`,
      ownerId: 'sa-planner',
    }));
    await plantKeys(host, keys);
    await approveKey(host, input.params?.['request_id'] ?? '');
    await host.settle();
    await host.store.write(async (tx) => {
      for (const { id } of keys) await tx.remove('apiKeys', id);
    });
    return input;
  },
};

/** One row of the matrix. */
export interface Row {
  readonly name: string;
  readonly id: OperationId;
  readonly rule: Rule;
  readonly prepare: (host: TestHost) => Promise<CallInput>;
}

// The keys of OPERATIONS and of KEY_REQUESTS, which Object.keys cannot know.
const IDS = Object.keys(OPERATIONS) as readonly OperationId[];
const OF_KEYS = Object.keys(KEY_REQUESTS) as readonly (keyof typeof KEY_REQUESTS)[];

const wholeCall = (host: TestHost, id: OperationId, given: CallInput): CallInput => ({
  query: QUERIES[id] ?? {},
  ...given,
  params: { ...pathParams(host, id), organization_id: 'org_acme', ...given.params },
  sweep: true,
});

/** Every operation, with a call that would succeed for whoever may make it, once everything before it is done. */
export const ROWS: readonly Row[] = [
  ...IDS.map((id) => ({
    name: id as string,
    id,
    rule: RULES[id],
    prepare: async (host: TestHost) => {
      const [, known] = (await PREPARE[id]?.(host)) ?? [];
      return wholeCall(host, id, known ?? (await OWN[id]?.(host)) ?? {});
    },
  })),
  ...OF_KEYS.map((id) => ({
    name: `${id} about an API key`,
    id,
    rule: RULES_OF_KEY_REQUESTS[id],
    prepare: async (host: TestHost) => wholeCall(host, id, await KEY_REQUESTS[id](host)),
  })),
];
