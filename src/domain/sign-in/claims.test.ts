import { describe, expect, it } from 'vitest';
import { readClaims, type ClaimPolicy, type ClaimRule } from './claims.ts';

const POLICY: ClaimPolicy = {
  email: 'email',
  name: 'name',
  groups: 'groups',
  groupNames: 'existing',
  rules: [],
  admits: 'matching',
  trustsEmail: true,
};

const rule = (value: string, gives: Partial<ClaimRule>): ClaimRule => ({
  claim: 'groups',
  value,
  organizationAdmin: false,
  groups: [],
  projects: {},
  ...gives,
});

const WHO = { sub: 's1', email: 'Ada@Example.com', email_verified: true, name: 'Ada Lind' };

describe('what claims make of somebody', () => {
  it.each([
    ['one group as a text', { groups: 'Payments' }, {}, ['Payments']],
    ['groups as a list, each once, in order', { groups: ['b', 'a', 'b'] }, {}, ['a', 'b']],
    ['groups as paths', { groups: ['/Payments'] }, {}, ['Payments']],
    ['no groups', {}, {}, []],
    ['what is no text', { groups: [1, null, '', ' ', {}, 'x'] }, {}, ['x']],
    ['a name that is too long for one', { groups: ['x'.repeat(101)] }, {}, []],
    ['names that are ignored', { groups: ['a'] }, { groupNames: 'ignored' }, []],
    ['a claim inside another', { realm_access: { roles: ['r'] } }, { groups: 'realm_access.roles' }, ['r']],
    [
      'a claim whose name is a URL',
      { 'https://x.example/g': ['g'] },
      { groups: 'https://x.example/g' },
      ['g'],
    ],
    [
      'a rule beside the names',
      { groups: ['kafka'] },
      { rules: [rule('kafka', { groups: ['Payments'] })] },
      ['Payments', 'kafka'],
    ],
    [
      'a rule on another claim',
      { department: 'Shop' },
      { rules: [rule('Shop', { claim: 'department', groups: ['Shops'] })] },
      ['Shops'],
    ],
    ['a rule that does not fit', { groups: ['a'] }, { rules: [rule('b', { groups: ['B'] })] }, ['a']],
    ['a claim that objects inherit', {}, { groups: 'constructor' }, []],
  ] as const)('%s', (_what, claims, change, groups) => {
    expect(readClaims({ ...WHO, ...claims }, { ...POLICY, ...change }).groups).toEqual(groups);
  });

  it.each([
    ['no rule decides', [], { groups: ['ops'] }, null],
    ['a rule fits', [rule('ops', { organizationAdmin: true })], { groups: ['ops'] }, true],
    ['no such rule fits', [rule('ops', { organizationAdmin: true })], { groups: ['dev'] }, false],
    [
      'another rule fits',
      [rule('ops', { organizationAdmin: true }), rule('dev', {})],
      { groups: ['dev'] },
      false,
    ],
  ] as const)('administration: %s', (_what, rules, claims, expected) => {
    const read = readClaims({ ...WHO, ...claims }, { ...POLICY, rules });
    expect(read.organizationAdmin).toBe(expected);
  });

  it('gives the greater of two roles in a project', () => {
    const rules = [
      rule('a', { projects: { shop: 'admin', lab: 'developer' } }),
      rule('b', { projects: { shop: 'read_only', lab: 'operator' } }),
    ];
    const read = readClaims({ ...WHO, groups: ['a', 'b'] }, { ...POLICY, rules });
    expect(read.projects).toEqual({ shop: 'admin', lab: 'operator' });
    expect(read.matched).toBe(true);
  });

  it.each([
    [{ email: 'Ada@Example.com', email_verified: true }, true, 'ada@example.com', true],
    [{ email: 'ada@example.com', email_verified: 'true' }, true, 'ada@example.com', true],
    [{ email: 'ada@example.com', email_verified: true }, false, 'ada@example.com', false],
    [{ email: 'ada@example.com' }, true, 'ada@example.com', false],
    [{ email: 'ada@example.com', email_verified: false }, true, 'ada@example.com', false],
    [{ email: 'no address', email_verified: true }, true, null, false],
    [{ email_verified: true }, true, null, false],
    [{ email: ['a@b.example', 'c@d.example'], email_verified: true }, true, 'a@b.example', true],
  ])('an address: %j, trusted %s', (claims, trustsEmail, email, emailTrusted) => {
    expect(readClaims({ sub: 's1', ...claims }, { ...POLICY, trustsEmail })).toMatchObject({
      email,
      emailTrusted,
    });
  });

  it('an address of another claim than the verified one is not trusted', () => {
    const claims = { ...WHO, upn: 'eve@example.com' };
    expect(readClaims(claims, { ...POLICY, email: 'upn' })).toMatchObject({
      email: 'eve@example.com',
      emailTrusted: false,
    });
  });

  it.each([
    ['Ada\0 Lind', 'ada@example.com'],
    ['Ada \ud800', 'ada@example.com'],
    [' Ada\r\n\u2028Lind\u0007 ', 'Ada Lind'],
    ['x'.repeat(300), 'x'.repeat(256)],
  ])('a name that no store or line holds: %j', (name, expected) => {
    expect(readClaims({ ...WHO, name, groups: ['a\0b', 'c\udfff', 'd'] }, POLICY)).toMatchObject({
      name: expected,
      groups: ['d'],
    });
  });

  it('takes the address for a name where there is none, and the subject where there is neither', () => {
    expect(readClaims({ sub: 's1', email: 'a@b.example' }, POLICY).name).toBe('a@b.example');
    expect(readClaims({ sub: 's1' }, POLICY).name).toBe('s1');
  });
});
