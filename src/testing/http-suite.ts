import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../contract/operations.ts';
import { PlatformRefusedError } from '../service/ports/ports.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { roleTests } from './http-suite/roles.ts';
import { serviceAccountTests } from './http-suite/service-accounts.ts';
import { iamKeyTests } from './http-suite/iam-keys.ts';
import { keySecretTests } from './http-suite/key-secrets.ts';
import { iamPlaceTests } from './http-suite/iam-places.ts';
import { iamTests } from './http-suite/iam.ts';
import { keyCallerTests } from './http-suite/key-callers.ts';
import { apiKeyTests } from './http-suite/api-keys.ts';
import { removePersonTests } from './http-suite/remove-person.ts';
import { renamePersonTests } from './http-suite/rename-person.ts';
import { keyOwnerTests } from './http-suite/key-owners.ts';
import { keyApprovalTests } from './http-suite/key-approval.ts';
import { requestedKeyTests } from './http-suite/requested-keys.ts';
import { keyListTests } from './http-suite/key-lists.ts';
import { auditTests } from './http-suite/audit.ts';
import { auditChainTests } from './http-suite/audit-chain.ts';
import { auditFileTests } from './http-suite/audit-files.ts';
import { auditForgeryTests } from './http-suite/audit-forgery.ts';
import { auditStreamTests } from './http-suite/audit-stream.ts';
import { attentionTests } from './http-suite/attention.ts';
import { badInputTests } from './http-suite/bad-input.ts';
import { caRotationTests } from './http-suite/ca-rotation.ts';
import { certificateTests } from './http-suite/certificates.ts';
import { compromiseRaceTests } from './http-suite/compromise-races.ts';
import { compromiseReviewTests } from './http-suite/compromise-reviews.ts';
import { compromiseTests } from './http-suite/compromise.ts';
import { decisionTests } from './http-suite/decisions.ts';
import { directoryTests } from './http-suite/directory.ts';
import { eventTests } from './http-suite/events.ts';
import { exportTests } from './http-suite/export.ts';
import { groupTests } from './http-suite/groups.ts';
import { isolationTests } from './http-suite/isolation.ts';
import { listTests } from './http-suite/lists.ts';
import { mailTests } from './http-suite/mail.ts';
import { webhookAdminTests } from './http-suite/webhooks.ts';
import { lookTests } from './http-suite/looks.ts';
import { provisioningTests } from './http-suite/provisioning.ts';
import { providerPeopleTests } from './http-suite/provider-people.ts';
import { renewalNoticeTests } from './http-suite/renewal-notices.ts';
import { renewalRaceTests } from './http-suite/renewal-races.ts';
import { repetitionTests } from './http-suite/repetition.ts';
import { retirementTests } from './http-suite/retirement.ts';
import { resetTests } from './http-suite/resets.ts';
import { revealTests } from './http-suite/reveal.ts';
import { rotationTests } from './http-suite/rotation.ts';
import { secrecyTests } from './http-suite/secrecy.ts';
import { serviceTests } from './http-suite/services.ts';
import { serviceUserTests } from './http-suite/service-users.ts';
import { serviceListTests } from './http-suite/service-lists.ts';
import { ownSessionTests } from './http-suite/own-sessions.ts';
import { sessionTests } from './http-suite/sessions.ts';
import { tokenReadTests } from './http-suite/token-reads.ts';
import { tokenTests } from './http-suite/tokens.ts';
import { upkeepTests } from './http-suite/upkeep.ts';
import { userNameTests } from './http-suite/user-names.ts';
import { versionTests } from './http-suite/versions.ts';
import type { TestHost } from './http-suite/host.ts';

/**
 * What the HTTP API must do, on any host: written from the behaviours and the contract, not from the handlers.
 * `makeHost` runs once; the world is put back between the tests.
 */
export const httpSuite = (name: string, makeTestHost: () => Promise<TestHost>): void => {
  describe(`http: ${name}`, () => {
    let host: TestHost;
    const current = (): TestHost => host;

    beforeAll(async () => {
      host = await makeTestHost();
    });
    beforeEach(async () => {
      await host.reset();
    });
    afterEach(() => {
      // A job that the platform made fail is reported as well (R10); that is foreseen here.
      const unforeseen = host.reported
        .splice(0)
        .filter((error) => !(error instanceof Error && error.cause instanceof PlatformRefusedError))
        .filter((error) => !(error instanceof Error && error.cause instanceof UnavailableError));
      expect(unforeseen, 'faults that nobody foresaw').toEqual([]);
    });
    afterAll(async () => {
      await host.close();
    });

    rotationTests(current);
    decisionTests(current);
    provisioningTests(current);
    revealTests(current);
    retirementTests(current);
    secrecyTests(current);
    isolationTests(current);
    badInputTests(current);
    repetitionTests(current);
    versionTests(current);
    sessionTests(current);
    directoryTests(current);
    listTests(current);
    exportTests(current);
    apiKeyTests(current);
    keyCallerTests(current);
    iamTests(current);
    iamPlaceTests(current);
    iamKeyTests(current);
    keySecretTests(current);
    roleTests(current);
    serviceAccountTests(current);
    keyListTests(current);
    keyOwnerTests(current);
    removePersonTests(current);
    renamePersonTests(current);
    providerPeopleTests(current);
    keyApprovalTests(current);
    requestedKeyTests(current);
    attentionTests(current);
    eventTests(current);
    upkeepTests(current);
    tokenTests(current);
    tokenReadTests(current);
    serviceTests(current);
    serviceListTests(current);
    groupTests(current);
    serviceUserTests(current);
    userNameTests(current);
    resetTests(current);
    certificateTests(current);
    renewalRaceTests(current);
    renewalNoticeTests(current);
    mailTests(current);
    webhookAdminTests(current);
    lookTests(current);
    caRotationTests(current);
    compromiseTests(current);
    compromiseReviewTests(current);
    compromiseRaceTests(current);
    auditTests(current);
    auditChainTests(current);
    auditForgeryTests(current);
    auditStreamTests(current);
    auditFileTests(current);
    ownSessionTests(current);

    // Last: it looks back at everything that ran before.
    test('every operation of the contract succeeded in some test', () => {
      const reached: ReadonlySet<string> = host.exercised;
      expect(Object.keys(OPERATIONS).filter((id) => !reached.has(id))).toEqual([]);
    });
  });
};
