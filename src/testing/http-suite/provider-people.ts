import { describe, expect, test } from 'vitest';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import { signInWithProvider } from '../../service/sign-in/sign-in-with-provider.ts';
import { ADDRESS, type TestHost } from './host.ts';

const ISSUER = 'https://id.example.com';

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
      const { email } = await host.store.get('people', 'dan').then((dan) => dan ?? { email: '' });
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
  });
};
