import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimFault } from './fault.ts';
import { patchGroup, patchPerson } from './patch.ts';
import { emailOf, nameOf, readPerson, type PersonFields } from './person.ts';

const ada: PersonFields = {
  userName: 'ada@example.com',
  externalId: '00u1',
  active: true,
  displayName: 'Ada Lind',
  name: { givenName: 'Ada', familyName: 'Lind' },
  emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
};

const patch = (...Operations: unknown[]): PersonFields => patchPerson(ada, { Operations });

const refusal = (work: () => unknown): unknown => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof ScimFault) return error.scimType;
    throw error;
  }
};

describe('a PATCH of a user', () => {
  it.each([
    // As Okta deactivates.
    [{ op: 'replace', value: { active: false } }, { active: false }],
    // As Entra does, with and without its flag for standards.
    [{ op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    [{ op: 'Replace', path: 'active', value: false }, { active: false }],
    [{ op: 'remove', path: 'active' }, { active: false }],
    [{ op: 'Add', path: 'displayName', value: 'Ada Berg' }, { displayName: 'Ada Berg' }],
    [{ op: 'replace', path: 'displayName', value: null }, { displayName: null }],
    [{ op: 'remove', path: 'externalId' }, { externalId: null }],
    [
      { op: 'replace', path: 'name.familyName', value: 'Berg' },
      { name: { givenName: 'Ada', familyName: 'Berg' } },
    ],
    [
      { op: 'replace', path: 'name', value: { familyName: 'Berg' } },
      { name: { givenName: 'Ada', familyName: 'Berg' } },
    ],
    [{ op: 'remove', path: 'name.givenName' }, { name: { familyName: 'Lind' } }],
    // Without a path, names that are paths.
    [
      {
        op: 'replace',
        value: {
          'name.givenName': 'Eda',
          displayName: 'Eda Lind',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'Ships',
        },
      },
      { displayName: 'Eda Lind', name: { givenName: 'Eda', familyName: 'Lind' } },
    ],
    [
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'eda@example.com' },
      { emails: [{ value: 'eda@example.com', type: 'work', primary: true }] },
    ],
    [
      { op: 'Add', path: 'emails[type eq "home"].value', value: 'eda@home.example' },
      { emails: [...ada.emails, { value: 'eda@home.example', type: 'home' }] },
    ],
    [
      { op: 'add', path: 'emails', value: [{ value: 'b@example.com', primary: 'True' }] },
      {
        emails: [
          { value: 'ada@example.com', type: 'work', primary: false },
          { value: 'b@example.com', primary: true },
        ],
      },
    ],
    [{ op: 'remove', path: 'emails[type eq "work"]' }, { emails: [] }],
    [{ op: 'remove', path: 'emails', value: [{ value: 'ada@example.com' }] }, { emails: [] }],
    [{ op: 'remove', path: 'emails' }, { emails: [] }],
    // What is not kept changes nothing.
    [{ op: 'add', path: 'title', value: 'Captain' }, {}],
    [{ op: 'replace', path: 'addresses[type eq "work"].country', value: 'SE' }, {}],
  ])('%j', (operation, change) => {
    expect(patch(operation)).toEqual({ ...ada, ...change });
  });

  it.each([
    [{ op: 'remove', path: 'userName' }, 'mutability'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
    [{ op: 'replace', path: 'active.x', value: true }, 'invalidPath'],
    [{ op: 'replace', path: 'userName', value: '' }, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: 'x'.repeat(300) }, 'invalidValue'],
    [{ op: 'replace', path: 7, value: true }, 'invalidPath'],
    [{ op: 'replace', value: true }, 'invalidValue'],
    [{ op: 'move', path: 'active' }, 'invalidSyntax'],
    [{ op: 'add', path: 'emails', value: [{ type: 'work' }] }, 'invalidValue'],
    [{ op: 'replace', path: 'emails[type co "w"].value', value: 'a@b.c' }, 'invalidFilter'],
  ])('%j is refused: %s', (operation, scimType) => {
    expect(refusal(() => patch(operation))).toBe(scimType);
  });

  it('whatever is sent, a user stays a user, or the call is refused', () => {
    const path = fc.constantFrom(
      'active',
      'userName',
      'emails',
      'emails.value',
      'emails[type eq "work"]',
      'emails[primary eq true].value',
      'name',
      'name.formatted',
      'displayName',
    );
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'Replace', 'remove'),
        path,
        value: fc.oneof(
          fc.string(),
          fc.boolean(),
          fc.array(fc.record({ value: fc.string(), primary: fc.boolean() })),
          fc.object(),
        ),
      },
      { requiredKeys: ['op'] },
    );
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 8 }), (Operations) => {
        let after: PersonFields;
        try {
          after = patchPerson(ada, { Operations });
        } catch (error) {
          expect(error).toBeInstanceOf(ScimFault);
          return;
        }
        expect(after.emails.filter(({ primary }) => primary === true).length).toBeLessThan(2);
        // What it is now could have been sent whole.
        expect(readPerson(after)).toEqual(after);
        expect(nameOf(after)).not.toBe('');
      }),
    );
  });
});

describe('what counts of a user', () => {
  it.each([
    [{ userName: 'Ada@Example.com', emails: [] }, 'ada@example.com'],
    [{ userName: 'ada', emails: [] }, null],
    [
      {
        userName: 'ada',
        emails: [
          { value: 'H@x.y', type: 'home' },
          { value: 'w@x.y', type: 'work' },
        ],
      },
      'w@x.y',
    ],
    [
      {
        userName: 'ada',
        emails: [
          { value: 'w@x.y', type: 'work' },
          { value: 'p@x.y', primary: true },
        ],
      },
      'p@x.y',
    ],
    [{ userName: 'ada@x.y', emails: [{ value: 'nonsense' }] }, null],
  ])('%j has the address %s', (fields, email) => {
    expect(emailOf(fields)).toBe(email);
  });
});

describe('a PATCH of a group', () => {
  const change = (...Operations: unknown[]) => patchGroup({ Operations });

  it.each([
    [
      { op: 'add', path: 'members', value: [{ value: 'a' }, { value: 'b' }] },
      { kind: 'add', ids: ['a', 'b'] },
    ],
    [
      { op: 'Add', path: 'members', value: [{ $ref: null, value: 'a' }] },
      { kind: 'add', ids: ['a'] },
    ],
    [
      { op: 'add', value: { members: [{ value: 'a' }] } },
      { kind: 'add', ids: ['a'] },
    ],
    [
      { op: 'replace', path: 'members', value: [{ value: 'a' }] },
      { kind: 'replace', ids: ['a'] },
    ],
    [
      { op: 'remove', path: 'members[value eq "a"]' },
      { kind: 'remove', ids: ['a'] },
    ],
    [
      { op: 'Remove', path: 'members', value: [{ value: 'a' }] },
      { kind: 'remove', ids: ['a'] },
    ],
    [
      { op: 'remove', path: 'members' },
      { kind: 'replace', ids: [] },
    ],
  ])('%j', (operation, members) => {
    expect(change(operation)).toEqual({ members: [members] });
  });

  it('renames as Okta does, and keeps the order of what it does to members', () => {
    expect(
      change(
        { op: 'replace', value: { id: 'g1', displayName: 'Payments' } },
        { op: 'remove', path: 'members[value eq "a"]' },
        { op: 'add', path: 'members', value: [{ value: 'b' }] },
      ),
    ).toEqual({
      displayName: 'Payments',
      members: [
        { kind: 'remove', ids: ['a'] },
        { kind: 'add', ids: ['b'] },
      ],
    });
  });

  it.each([
    [{ op: 'remove', path: 'displayName' }, 'mutability'],
    [{ op: 'replace', path: 'members[value eq "a"]', value: {} }, 'mutability'],
    [{ op: 'remove', path: 'members[display eq "a"]' }, 'invalidFilter'],
    [{ op: 'add', path: 'members', value: [{}] }, 'invalidValue'],
  ])('%j is refused: %s', (operation, scimType) => {
    expect(refusal(() => change(operation))).toBe(scimType);
  });

  it('takes a thousand changes, however they are written', () => {
    const remove = (i: number) => [`members[value eq "${i}"]`, null] as const;
    const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => remove(i)));
    const twice = (count: number) =>
      change({ op: 'add', value: some(count) }, { op: 'add', value: some(count) });
    expect(twice(500).members).toHaveLength(1000);
    expect(refusal(() => twice(501))).toBe('invalidSyntax');
    expect(refusal(() => change({ op: 'add', value: some(1001) }))).toBe('invalidSyntax');
  });
});
