import { describe, expect, test } from 'vitest';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import { signInWithProvider } from '../../service/sign-in/sign-in-with-provider.ts';
import type { PersonName } from '../world.ts';
import { approveKey, askForKey, keyRequestOf, requireApproval } from './approval-steps.ts';
import { ADDRESS, type TestHost } from './host.ts';
import { auditOf, listedKey, makeKey } from './key-steps.ts';

const ISSUER = 'https://id.example.com';

const emailOf = (name: PersonName): string => `${name}@example.com`;

/** What the provider says of somebody, unless a test says otherwise. */
const says = (email: string, name: string, more: Partial<Entitlement> = {}): Entitlement => ({
  email,
  name,
  emailTrusted: true,
  matched: true,
  groups: ['Payments'],
  createGroups: false,
  projects: {},
  organizationAdmin: null,
  ...more,
});

/** Signs somebody in as the provider's callback does; the person's id. */
const comeIn = async (host: TestHost, subject: string, entitlement: Entitlement): Promise<string> => {
  const now = host.now();
  const { personId } = await signInWithProvider(
    host.backend.deps,
    { providerId: 'corporate', issuer: ISSUER, subject, entitlement },
    { admits: 'matching', firstAdmin: null },
    {
      providerSession: null,
      authenticatedAt: now,
      refreshAt: null,
      lasts: 3_600_000,
      seal: async () => null,
    },
    { address: ADDRESS, userAgent: null },
    '',
  );
  return personId;
};

/** People whom a provider knows, and what was decided about them here. */
export const providerPeopleTests = (current: () => TestHost): void => {
  describe('people of a provider', () => {
    test('K14: whoever was removed stays removed, however often their provider sends them', async () => {
      const host = current();
      const email = emailOf('dan');
      const entitlement = says(email, 'Dan', { organizationAdmin: true });
      expect(await comeIn(host, 'dan', entitlement)).toBe('dan');
      await host.as('eve').ok('removeOrganizationMember', { params: { user_id: 'dan' }, body: { keys: [] } });
      for (let i = 0; i < 2; i += 1)
        await expect(comeIn(host, 'dan', entitlement)).rejects.toMatchObject({ reason: 'not_allowed' });
      // The address is free again for somebody else.
      expect(await comeIn(host, 'danielle', says(email, 'Danielle'))).not.toBe('dan');
      await expect(comeIn(host, 'dan', entitlement)).rejects.toMatchObject({ reason: 'not_allowed' });
      const { people } = await host.store.dump();
      expect(people.filter((one) => one.email === email)).toHaveLength(1);
    });

    test('a name and an address that the provider changed are those of their API keys too', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada');
      await comeIn(host, 'ada', says(emailOf('ada'), 'Ada Lind'));
      await comeIn(host, 'ada', says('ada.berg@example.com', 'Ada Berg'));
      expect(await listedKey(host, key.key, 'ada')).toMatchObject({ owner: { name: 'Ada Berg' } });
      const search = { query: { search: 'ada.berg' } };
      expect((await host.as('eve').ok('listApiKeys', search)).keys).toHaveLength(1);
      const { apiKeys } = await host.store.dump();
      expect(apiKeys).toMatchObject([{ ownerName: 'Ada Berg', ownerEmail: 'ada.berg@example.com' }]);
    });

    test('a name that a provider gives is changed there alone', async () => {
      const host = current();
      await comeIn(host, 'ada', says(emailOf('ada'), 'Ada Lind'));
      const params = { id: 'ada' };
      const { message } = await host
        .as('eve')
        .refused('updateIamUser', 'name_from_provider', { params, body: { full_name: 'Ada Berg' } });
      expect(message).toMatch(
        /^The sign-in provider \(corporate\) gives the name of Ada Lind\. Change it there;/u,
      );
      // What the name is already, is no change.
      await host.as('eve').ok('updateIamUser', { params, body: { full_name: 'Ada Lind' } });
      await host
        .as('dan')
        .refused('updateIamUser', 'permission_denied', { params, body: { full_name: 'Ada Berg' } });
      expect(await auditOf(host, 'person.renamed')).toEqual([]);
    });

    test('R17: administration that the provider takes away ends the key that waits, as taking the role does', async () => {
      const host = current();
      const admin = (organizationAdmin: boolean) => says(emailOf('cid'), 'Cid Romero', { organizationAdmin });
      await comeIn(host, 'cid', admin(true));
      expect(await auditOf(host, 'role.bound')).toEqual(['role.bound Cid Romero null']);
      await requireApproval(host);
      const request_id = await askForKey(host, 'cid', { resource: 'cloud', owner: 'sa-planner' });
      await approveKey(host, request_id);
      await comeIn(host, 'cid', admin(false));
      expect((await keyRequestOf(host, request_id, 'eve')).request.outcome).toBe('expired');
      expect((await host.store.dump()).apiKeys).toEqual([]);
      expect(await auditOf(host, 'role.unbound')).toEqual(['role.unbound Cid Romero null']);
    });
  });
};
