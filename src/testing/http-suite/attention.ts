import { describe, expect, test } from 'vitest';
import type { Access } from '../../domain/access/access.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { NEVER } from '../../domain/time.ts';
import { makeRow, START } from '../rows.ts';
import { NAMES, type PersonName } from '../world.ts';
import { newClaim, type TestHost } from './host.ts';
import { changeMembers, ready } from './steps.ts';

const SECOND = 1000;
const DAY = 86_400_000;
const GROUPS = { grp_payments: 'org_acme', grp_logistics: 'org_acme', grp_globex: 'org_globex' } as const;
type Group = keyof typeof GROUPS;

const addAccess = (
  host: TestHost,
  group: Group,
  id: string,
  change: Partial<Access>,
  credential?: Partial<Credential>,
): Promise<void> =>
  host.store.write(async (tx) => {
    const organizationId = GROUPS[group];
    await tx.insert(
      'accesses',
      makeRow('accesses', id, {
        organizationId,
        ownerGroupId: group,
        certificateNotAfter: NEVER,
        ...(credential === undefined ? {} : { credentialId: `${id}-new`, credentialsConsumed: false }),
        ...change,
      }),
    );
    if (credential !== undefined)
      await tx.insert(
        'credentials',
        makeRow('credentials', `${id}-new`, { organizationId, accessId: id, ...credential }),
      );
  });

/** Certificates around both limits, of every group. */
const addEnds = async (host: TestHost): Promise<void> => {
  const ends = [-DAY, 0, SECOND, 7 * DAY, 7 * DAY + SECOND, 60 * DAY];
  for (const group of ['grp_payments', 'grp_logistics', 'grp_globex'] as const)
    for (const end of ends)
      await addAccess(host, group, `${group}${end}`, { certificateNotAfter: START + end });
};

/** New credentials that wait for somebody, and some whose time is over before a job has come by to say so. */
const addUnviewed = async (host: TestHost): Promise<void> => {
  const add = (group: Group, revealTo: PersonName, name: string, rest: Partial<Credential> = {}) =>
    addAccess(
      host,
      group,
      `${group}-${revealTo}-${name}`,
      { credentialState: 'unviewed', credentialsUserId: revealTo },
      { revealTo, status: 'sealed', expiresAt: START + DAY, ...rest },
    );
  await add('grp_payments', 'ada', 'one');
  await add('grp_payments', 'ada', 'two', { expiresAt: START + SECOND });
  await add('grp_payments', 'ada', 'over', { expiresAt: START });
  await add('grp_payments', 'ada', 'long over', { expiresAt: START - DAY });
  await add('grp_payments', 'ben', 'one');
  // Not of their groups.
  await add('grp_logistics', 'ada', 'foreign');
  await add('grp_logistics', 'ada', 'foreign and over', { expiresAt: START });
  await add('grp_logistics', 'eve', 'of an admin');
  await add('grp_globex', 'fay', 'one');
};

/** Nothing here is renewed: certificates.ts has what comes of that. */
const NOTHING_RENEWED = { certificates_renewed: [], certificates_renewed_count: 0 };

const attentionOf = (host: TestHost, name: PersonName) => host.as(name).ok('accessAttention');

/** The same, as the lists have it. */
const counted = async (host: TestHost, name: PersonName) => {
  const person = host.as(name);
  const { groups } = await person.ok('getSession');
  const owner_user_group_id = groups.map((group) => group.user_group_id).join(',');
  const ends = async (expiry: '7_days' | 'expired'): Promise<number> =>
    groups.length === 0
      ? 0
      : (await person.ok('listAccesses', { query: { owner_user_group_id, expiry } })).total_count;
  const unviewed = { credential_state: 'unviewed', limit: '999' };
  const { access } = await person.ok('listAccesses', { query: unviewed });
  return {
    certificates_ending: await ends('7_days'),
    certificates_ended: await ends('expired'),
    credentials_waiting: access.filter((row) => row.verdicts.review_credentials.allowed).length,
    ...NOTHING_RENEWED,
  };
};

/** What waits for the person who asks, in numbers (R1). */
export const attentionTests = (current: () => TestHost): void => {
  describe('attention', () => {
    test('R1: says what the lists say, to everybody about their own groups', async () => {
      const host = current();
      await addEnds(host);
      await addUnviewed(host);
      for (const name of NAMES)
        expect(await attentionOf(host, name), name).toEqual(await counted(host, name));
      const ends = { certificates_ending: 4, certificates_ended: 2, ...NOTHING_RENEWED };
      expect(await attentionOf(host, 'ada')).toEqual({ ...ends, credentials_waiting: 2 });
      expect(await attentionOf(host, 'ben')).toEqual({ ...ends, credentials_waiting: 1 });
      expect(await attentionOf(host, 'dan')).toEqual({ ...ends, credentials_waiting: 0 });
      expect(await attentionOf(host, 'fay')).toEqual({ ...ends, credentials_waiting: 1 });
      // In no group: nothing is hers, admin or not.
      expect(await attentionOf(host, 'eve')).toEqual({
        certificates_ending: 0,
        certificates_ended: 0,
        credentials_waiting: 0,
        ...NOTHING_RENEWED,
      });
    });

    test('R1: somebody in two groups is told of both', async () => {
      const host = current();
      await addEnds(host);
      await addUnviewed(host);
      await changeMembers(host, 'add_members', 'ada', 'grp_logistics');
      const attention = await attentionOf(host, 'ada');
      expect(attention).toEqual(await counted(host, 'ada'));
      expect(attention).toEqual({
        certificates_ending: 8,
        certificates_ended: 4,
        credentials_waiting: 3,
        ...NOTHING_RENEWED,
      });
    });

    test('R14, R17: credentials wait for whoever asked for them, until they were shown', async () => {
      const host = current();
      const waiting = async (name: PersonName): Promise<number> => {
        const attention = await attentionOf(host, name);
        expect(attention).toEqual(await counted(host, name));
        return attention.credentials_waiting;
      };
      expect(await waiting('ada')).toBe(0);
      await ready(host);
      await ready(host, { access: 'stock' });
      expect([await waiting('ada'), await waiting('ben'), await waiting('dan')]).toEqual([2, 0, 0]);
      await host.as('ada').ok('claimCredentials', {
        params: { access_id: host.accesses.orders.id },
        body: { claim: newClaim() },
      });
      expect(await waiting('ada')).toBe(1);
      // R20: nobody looks at the other ones in time.
      await host.advance(7 * DAY);
      expect(await waiting('ada')).toBe(0);
    });

    test('R17: whoever left the group has nothing there any more', async () => {
      const host = current();
      await addEnds(host);
      await ready(host);
      await changeMembers(host, 'remove_members', 'ada');
      const attention = await attentionOf(host, 'ada');
      expect(attention).toEqual(await counted(host, 'ada'));
      expect(attention).toEqual({
        certificates_ending: 0,
        certificates_ended: 0,
        credentials_waiting: 0,
        ...NOTHING_RENEWED,
      });
    });
  });
};
