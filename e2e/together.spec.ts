import type { Locator, Page } from '@playwright/test';
import { OPERATIONS, type OperationId } from '../src/contract/operations.ts';
import type { Operation } from '../src/contract/operation.ts';
import { approve, ask, accessNamed } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { actionsOf, navigation, openMenu, pane, rowOf } from './support/ui.ts';
import { nameOf, type World } from './support/world.ts';

test('A5: what others change appears without a reload, in lists, panes, counts and notifications', async ({
  world,
}) => {
  const jonas = await world.as('approver', { path: '/approvals' });
  const maya = await world.as('requester');
  await expect(rowOf(maya, 'refund-service')).toContainText('In use');
  await expect(rowOf(jonas, 'ledger-export')).toBeVisible();
  const waiting = await navigation(jonas)
    .getByRole('link', { name: /^Approvals/u })
    .innerText();

  const request = await ask(world, maya, 'refund-service');
  const row = rowOf(jonas, 'refund-service').filter({ hasText: 'Pending' });
  await expect(row).toBeVisible();
  await expect(navigation(jonas).getByRole('link', { name: /^Approvals/u })).not.toHaveText(waiting);
  await expect(jonas.getByRole('button', { name: /^Notifications, \d+ unread/u })).toBeVisible();

  await row.getByRole('link').click();
  await expect(pane(jonas)).toContainText('Pending');
  await approve(world, jonas, request.request_id);
  await expect(pane(jonas)).toContainText('Approved by Jonas Weber');
  await expect(rowOf(maya, 'refund-service')).not.toContainText('Rotation pending');
  await expect(rowOf(maya, 'refund-service')).toContainText('Ready to view');
});

test('A5: a menu stays open and follows its row when news comes in above it', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver', { path: '/approvals' });
  const button = actionsOf(jonas, 'ledger-export');
  const menu = await openMenu(jonas, 'ledger-export');
  const top = async (locator: Locator) => (await locator.boundingBox())?.y ?? 0;
  const before = await top(button);
  await ask(world, maya, 'refund-service');
  await expect.poll(() => top(button)).toBeGreaterThan(before);
  await expect(menu).toBeVisible();
  await expect.poll(async () => Math.abs((await top(menu)) - (await top(button)))).toBeLessThan(60);
  await menu.getByRole('menuitem', { name: 'Review request' }).click();
  await expect(pane(jonas)).toContainText('ledger-export');
});

test('A6: one browser plays both sides; state survives a reload and can be reset', async ({ world }) => {
  const page = await world.as('requester');
  await page.getByRole('button', { name: 'Switch persona' }).click();
  const menu = page.getByRole('menu', { name: 'Switch persona' });
  for (const persona of ['requester', 'approver', 'outsider', 'admin', 'operator'] as const)
    await expect(menu.getByRole('menuitemradio', { name: `${nameOf(persona)}, ${persona}` })).toBeVisible();
  await expect(menu.getByRole('menuitemradio', { checked: true })).toHaveText(/Maya Lindqvist/u);
  await page.keyboard.press('Escape');

  const request = await ask(world, page, 'refund-service', { message: 'Asked by one' });
  await world.switchTo(page, 'approver');
  await page.goto(world.url(`/approvals/${request.request_id}`));
  await pane(page).getByRole('button', { name: 'Approve' }).click();
  await expect(pane(page)).toContainText('Approved by Jonas Weber');
  await page.reload();
  await world.signedIn(page, 'approver');
  await expect(pane(page)).toContainText('Approved by Jonas Weber');
  await world.switchTo(page, 'requester');
  await expect(pane(page).getByRole('button', { name: 'Review credentials' })).toBeEnabled();

  await page.getByRole('button', { name: 'Demo', exact: true }).click();
  const demo = page.getByRole('dialog', { name: 'Demo' });
  await demo.getByRole('button', { name: 'Reset demo' }).click();
  const again = page.waitForEvent('load');
  await demo.getByRole('button', { name: 'Reset, and lose every change' }).click();
  await again;
  await page.goto(world.url('/accesses'));
  await expect(rowOf(page, 'refund-service')).toContainText('In use');
});

test('A6: signing out leads to the personas, and signing in back to where the link led', async ({
  world,
}) => {
  const page = await world.as('requester', { path: '/approvals' });
  await page.getByRole('button', { name: 'Switch persona' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in as a persona' })).toBeVisible();
  await page
    .getByRole('list', { name: 'Personas' })
    .getByRole('button', { name: /^Priya Raman/u })
    .click();
  await world.signedIn(page, 'outsider');
  await expect(page.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible();
  await expect(rowOf(page, 'demand-forecast')).toBeVisible();
});

test('A6: the demo’s clock and faults are switched in its panel', async ({ world }) => {
  const page = await world.as('requester');
  await expect(rowOf(page, 'checkout-orders-writer')).toContainText('Ready to view');
  await page.getByRole('button', { name: 'Demo', exact: true }).click();
  const demo = page.getByRole('dialog', { name: 'Demo' });
  await demo.getByRole('button', { name: '+8 days' }).click();
  await expect(rowOf(page, 'checkout-orders-writer')).toContainText('Expired unviewed');
  await demo.getByRole('checkbox', { name: 'Platform refuses' }).check();
  await expect
    .poll(async () => (await world.api(page, 'GET', '/v1/demo')).body)
    .toMatchObject({ faults: ['platform_refuses'] });
  await demo.getByRole('checkbox', { name: 'No connection' }).check();
  await expect(page.getByText('You are offline', { exact: false })).toBeVisible();
  await demo.getByRole('checkbox', { name: 'No connection' }).uncheck();
  await expect(page.getByText('You are offline', { exact: false })).toBeHidden({ timeout: 15_000 });
});

// These end the access, the session or the world, so they come last.
const LAST: readonly OperationId[] = ['deleteAccess', 'resetDemo', 'expireSessions', 'signOut'];

async function statusesOf(world: World, page: Page): Promise<Record<string, number>> {
  const { access_id: access } = await accessNamed(world, page, 'refund-service');
  const params = {
    access_id: access,
    request_id: 'req_unknown',
    incident_id: 'inc_unknown',
    user_group_id: 'ug_payments',
    user_id: 'u-maya',
    project: 'halden-prod',
    service_name: 'kafka-orders',
    token_prefix: 'lk_unknown0',
    username: 'grafana-agent',
    acl_id: 'acl_unknown',
    environment_id: 'env-7q3xk',
    cluster_id: 'lkc-81kdx',
    key: 'UNKNOWN234567ABC',
    principal_id: 'u-maya',
    service_account_id: 'sa-unknown',
    role_binding_id: 'rb-unknown',
    mail_token: 'uns_unknown',
    webhook_id: 'whk_unknown',
    event_id: 'aud_unknown',
    id: 'unknown',
    session_id: 'unknown',
  };
  const statuses: Record<string, number> = {};
  // The stream never ends, so it is not read.
  statuses['streamEvents'] = await page.evaluate(async () => {
    const leaving = new AbortController();
    const { status } = await fetch('/v1/events', { signal: leaving.signal });
    leaving.abort();
    return status;
  });
  const entries = Object.entries(OPERATIONS) as [OperationId, Operation][];
  const order = entries.toSorted(([a], [b]) => LAST.indexOf(a) - LAST.indexOf(b));
  for (const [id, op] of order) {
    if (id === 'streamEvents') continue;
    const { status, body } = await world.call(page, op, {
      params,
      ...(op.method === 'GET' ? {} : { body: {} }),
    });
    statuses[id] = status;
    expect(JSON.stringify(body), id).not.toContain('"error_code":"not_found"');
  }
  return statuses;
}

test('P1: the mock is the backend: every operation answers, and the same on both hosts', async ({
  world,
}) => {
  const maya = await world.as('requester');
  expect(await statusesOf(world, maya)).toEqual({
    accessAttention: 200,
    accessFilters: 200,
    addAccountAcl: 400,
    addRoleBinding: 400,
    advanceClock: 400,
    approveRequest: 404,
    authenticateKeyOnPlatform: 400,
    authenticateOnPlatform: 400,
    changeCertificateNotices: 403,
    changeCloudKeyApproval: 400,
    changeEnvironmentApproval: 400,
    changeMailPreferences: 400,
    changeTechnicalAddresses: 400,
    changeWebhook: 403,
    claimApiKey: 400,
    claimCredentials: 400,
    closeIncident: 400,
    confirmApiKeySaved: 400,
    confirmSaved: 400,
    createAccess: 400,
    createAccessToken: 400,
    createApiKey: 400,
    createGroup: 400,
    createIamApiKey: 400,
    createIamRoleBinding: 400,
    createIamServiceAccount: 400,
    createRequest: 400,
    createServiceAccount: 400,
    createServiceUser: 400,
    createWebhook: 400,
    declineRequest: 400,
    deleteAccess: 200,
    deleteApiKey: 404,
    deleteGroup: 403,
    deleteIamApiKey: 404,
    deleteIamRoleBinding: 404,
    deleteIamServiceAccount: 404,
    deleteIamUser: 404,
    deleteRequest: 404,
    deleteServiceAccount: 400,
    deleteServiceUser: 403,
    deleteWebhook: 403,
    describeApiKey: 400,
    describeServiceAccount: 400,
    endBreakGlass: 403,
    expireSessions: 200,
    exportAccesses: 200,
    exportApiKeys: 200,
    exportIncidents: 200,
    exportAudit: 403,
    exportAuditJson: 403,
    exportOrganizationMembers: 200,
    exportRequests: 200,
    exportServiceAccounts: 200,
    exportServiceAcls: 200,
    exportServices: 200,
    exportServiceUsers: 200,
    getAccess: 200,
    getAppliedQuota: 404,
    getAuditChain: 403,
    getAuditEvent: 403,
    getCluster: 200,
    getCmkCluster: 400,
    getDemo: 200,
    getEnvironment: 200,
    getEvidence: 404,
    getGroup: 200,
    getIamApiKey: 404,
    getIamRoleBinding: 404,
    getIamServiceAccount: 404,
    getIamUser: 404,
    getIncident: 404,
    getKafkaAcl: 404,
    getKsqlCluster: 400,
    getMailPreferences: 200,
    getMe: 200,
    getOrganization: 200,
    getOrgEnvironment: 404,
    getPrincipal: 200,
    getProject: 200,
    getProjectCa: 200,
    getRequest: 404,
    getService: 200,
    getServiceDetails: 200,
    getServiceUser: 200,
    getSession: 200,
    getQuotaScope: 404,
    getSignInOptions: 200,
    getSrcmCluster: 400,
    getSrcmRegion: 404,
    getSrcmV2Cluster: 400,
    getTechnicalAddresses: 200,
    getUser: 200,
    introduceCa: 400,
    listAccesses: 200,
    listAccessTokens: 200,
    listAcls: 200,
    listApiKeys: 200,
    listAppliedQuotas: 400,
    listAuditEvents: 403,
    listCmkClusters: 400,
    listEnvironments: 200,
    listGroups: 200,
    listGroupsOfUser: 200,
    listIamApiKeys: 200,
    listIamRoleBindings: 400,
    listIamServiceAccounts: 200,
    listIamUsers: 200,
    listIncidents: 200,
    listKafkaAcls: 200,
    listKsqlClusters: 400,
    listMailBounces: 403,
    listMembers: 200,
    listNotifications: 200,
    listOrganizationMembers: 200,
    listOrganizations: 200,
    listOrgEnvironments: 200,
    listPersonas: 200,
    listProjects: 200,
    listProjectUsers: 200,
    listRequests: 200,
    listServiceAccounts: 200,
    listServiceAcls: 200,
    listServiceOverview: 200,
    listServices: 200,
    listServiceUsers: 200,
    listQuotaScopes: 200,
    listSessions: 200,
    listSrcmClusters: 400,
    listSrcmRegions: 200,
    listSrcmV2Clusters: 400,
    listTopics: 200,
    listUsers: 200,
    listWebhookDeliveries: 403,
    listWebhooks: 403,
    markNotificationsRead: 200,
    modifyServiceUser: 400,
    previewAccessCompromise: 200,
    previewApiKey: 400,
    previewKeyCompromise: 404,
    previewRotation: 200,
    previewUserCompromise: 200,
    readCredentialsByToken: 403,
    removeAccountAcl: 404,
    removeOrganizationMember: 400,
    removeRoleBinding: 404,
    reportAccessCompromise: 400,
    reportKeyCompromise: 400,
    reportUserCompromise: 400,
    requestFilters: 200,
    requestSummary: 200,
    resetDemo: 200,
    resetServiceCredentials: 403,
    resetServiceUser: 403,
    retireOldCredentials: 409,
    retryMailBounce: 400,
    retryRequest: 404,
    revokeAccessToken: 404,
    revokeOtherSessions: 200,
    revokeSession: 404,
    setFaults: 400,
    showServiceUserSecrets: 400,
    signIn: 400,
    signInByCode: 400,
    signOut: 200,
    streamEvents: 200,
    testWebhook: 403,
    unsubscribeFromMail: 200,
    updateAccessToken: 400,
    updateGroup: 403,
    updateIamApiKey: 400,
    updateIamServiceAccount: 404,
    updateIamUser: 404,
    updateMembers: 400,
  });
});
