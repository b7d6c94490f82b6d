import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { client, makeFolder, runProgram, runServer, signIn, type ServerProcess } from './testing-server.ts';
import { buildVendorSdk } from './testing-vendor-sdk.ts';

const ORGANIZATION = 'org_halden';
const ENVIRONMENT = 'env-7q3xk';
const CLUSTER = 'lkc-81kdx';
/** The organization's admin. */
const OWNER = 'u-astrid';

// Go compiles its own library and the SDK from nothing, on a machine that is busy.
const PATIENCE = 300_000;

/** What each journey must have asked, beside other things, and been answered as the documents say. */
const JOURNEYS = {
  keys: [
    'createIamV2ApiKey 202',
    'listIamV2ApiKeys 200',
    'getIamV2ApiKey 200',
    'getIamV2ApiKey 404',
    'updateIamV2ApiKey 200',
    'deleteIamV2ApiKey 204',
    'deleteIamV2ApiKey 404',
    'listOrgV2Environments 200',
    'listOrgV2Environments 401',
  ],
  accounts: [
    'createIamV2ServiceAccount 201',
    'listIamV2ServiceAccounts 200',
    'getIamV2ServiceAccount 200',
    'getIamV2ServiceAccount 404',
    'updateIamV2ServiceAccount 200',
    'deleteIamV2ServiceAccount 204',
  ],
  bindings: [
    'createIamV2RoleBinding 201',
    'createIamV2RoleBinding 400',
    'listIamV2RoleBindings 200',
    'getIamV2RoleBinding 200',
    'getIamV2RoleBinding 404',
    'deleteIamV2RoleBinding 200',
  ],
  reads: [
    'listOrgV2Environments 200',
    'getOrgV2Environment 200',
    'listCmkV2Clusters 200',
    'getCmkV2Cluster 200',
    'listSrcmV3Clusters 200',
    'getSrcmV3Cluster 200',
    'listSrcmV2Clusters 200',
    'getSrcmV2Cluster 200',
    'listSrcmV2Regions 200',
    'getSrcmV2Region 200',
    'listKsqldbcmV2Clusters 200',
    'getKsqldbcmV2Cluster 200',
    'listIamV2Users 200',
    'getIamV2User 200',
    'updateIamV2User 200',
    'listServiceQuotaV1AppliedQuotas 200',
    'getServiceQuotaV1AppliedQuota 200',
    'listServiceQuotaV1Scopes 200',
    'getServiceQuotaV1Scope 200',
  ],
  refusals: [
    'createIamV2ApiKey 400',
    'createIamV2ApiKey 402',
    'listIamV2ApiKeys 400',
    'listIamV2ApiKeys 401',
    'createIamV2ServiceAccount 403',
    'createIamV2ServiceAccount 409',
    'getOrgV2Environment 404',
    'getCmkV2Cluster 404',
    'getIamV2User 404',
    'updateIamV2User 400',
    'updateIamV2User 404',
    'getServiceQuotaV1AppliedQuota 404',
  ],
} as const;

describe("K16: the vendor's published SDK, unmodified", { timeout: 60_000 }, () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let server: ServerProcess;
  let url = '';
  let program = '';
  let folders = '';
  let missing: string | undefined;
  const key = { id: '', secret: '' };

  beforeAll(async () => {
    folder = await makeFolder();
    const built = await buildVendorSdk(folder.path);
    if ('missing' in built) {
      ({ missing } = built);
      console.log(`skipped: the vendor's SDK cannot be run here, because ${missing}`);
      return;
    }
    ({ program, folders } = built);
    server = runServer({ DATA_DIR: join(folder.path, 'data') });
    url = await server.url;
    const admin = await signIn(url, 'admin');
    const answer = await admin.post('/iam/v2/api-keys', { spec: { owner: { id: OWNER } } });
    if (answer.status !== 202) throw new Error(`no first key: ${await answer.text()}`);
    // As the SDK's document has it, which the program holds the same answer against.
    const made = (await answer.json()) as { id: string; spec: { secret: string } };
    Object.assign(key, { id: made.id, secret: made.spec.secret });
  }, PATIENCE);

  afterAll(async () => {
    if (missing === undefined) {
      server.child.kill('SIGTERM');
      await server.ended;
    }
    await folder.remove();
  }, PATIENCE);

  beforeEach((context) => {
    if (missing !== undefined) context.skip();
  });

  // The vendor's command line asks below /api, where it is told a server of its own.
  const places = ['', '/api'].flatMap((prefix) =>
    Object.entries(JOURNEYS).map(([journey, asked]) => ({ journey, prefix, asked })),
  );

  it.each(places)('$journey at $prefix/', async ({ journey, prefix, asked }) => {
    const { code, output, errors } = await runProgram(program, [journey], {
      SDK_FOLDERS: folders,
      LATCHKEY_URL: `${url}${prefix}`,
      LATCHKEY_KEY: key.id,
      LATCHKEY_SECRET: key.secret,
      LATCHKEY_OWNER: OWNER,
      LATCHKEY_ORGANIZATION: ORGANIZATION,
      LATCHKEY_ENVIRONMENT: ENVIRONMENT,
      LATCHKEY_CLUSTER: CLUSTER,
    });
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(output.split('\n')).toEqual(expect.arrayContaining([...asked]));
  });

  it('left no fault and no secret in the log', async () => {
    expect((await client(url).call('/org/v2/environments')).status).toBe(401);
    expect(server.errors()).toBe('');
    expect(server.output()).not.toContain(key.secret);
  });
});
