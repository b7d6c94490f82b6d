import { afterAll, beforeAll } from 'vitest';
import { startScimHost, type ScimHost } from '../../testing/scim-suite/host.ts';
import { oktaTests } from '../../testing/scim-suite/okta.ts';
import { pushedPeopleTests } from '../../testing/scim-suite/people.ts';
import { pushRightsTests } from '../../testing/scim-suite/rights.ts';

let host: ScimHost;
beforeAll(async () => {
  host = await startScimHost();
});
afterAll(() => host.acme.stop());

oktaTests(() => host);
pushedPeopleTests(() => host);
pushRightsTests(() => host);
