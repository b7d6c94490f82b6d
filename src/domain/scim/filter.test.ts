import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimFault } from './fault.ts';
import { parseFilter, parsePath } from './filter.ts';

const scimType = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ScimFault) return error.scimType;
    throw error;
  }
};

describe('filters', () => {
  it.each([
    ['userName eq "ada@example.com"', [['username', 'ada@example.com']]],
    ['USERNAME EQ "Ada"', [['username', 'Ada']]],
    ['externalId eq "a b and c"', [['externalid', 'a b and c']]],
    ['active eq true', [['active', true]]],
    ['active eq False', [['active', false]]],
    [
      'id eq "1" and members eq "2"',
      [
        ['id', '1'],
        ['members', '2'],
      ],
    ],
    ['emails[type eq "work"].value eq "a@b.c"', [['emails.value', 'a@b.c']]],
    ['emails.value eq "a@b.c"', [['emails.value', 'a@b.c']]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x"', [['username', 'x']]],
    ['displayName eq "say \\"hi\\""', [['displayname', 'say "hi"']]],
  ])('%s', (text, expected) => {
    expect(parseFilter(text).map(({ attribute, value }) => [attribute, value])).toEqual(expected);
  });

  it.each([
    '',
    ' ',
    'userName',
    'userName eq',
    'userName eq ada',
    'userName eq "ada" and',
    'userName eq "ada" and ',
    'userName eq "ada" or userName eq "bo"',
    'userName co "a"',
    'userName eq "\\x"',
    'not (userName eq "a")',
    'a'.repeat(5000),
  ])('"%s" is none', (text) => {
    expect(scimType(() => parseFilter(text))).toBe('invalidFilter');
  });

  it('any text is found as it was written, and nothing else fails', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (value) => {
        const text = `userName eq ${JSON.stringify(value)} and active eq true`;
        expect(parseFilter(text)).toEqual([
          { attribute: 'username', value },
          { attribute: 'active', value: true },
        ]);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        scimType(() => parseFilter(text));
        scimType(() => parsePath(text));
      }),
    );
  });
});

describe('paths', () => {
  it.each([
    ['active', 'active', null, null],
    ['name.givenName', 'name', null, 'givenname'],
    ['emails[type eq "work"].value', 'emails', [{ attribute: 'type', value: 'work' }], 'value'],
    ['members[value eq "u1"]', 'members', [{ attribute: 'value', value: 'u1' }], null],
    ['urn:ietf:params:scim:schemas:core:2.0:User:active', 'active', null, null],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:department',
      null,
      null,
    ],
  ])('%s', (text, attribute, filter, sub) => {
    expect(parsePath(text)).toEqual({ attribute, filter, sub });
  });

  it.each(['[', 'a b', '.x', 'name.', 'emails[type eq "work"'])('"%s" is none', (text) => {
    expect(scimType(() => parsePath(text))).toBe('invalidPath');
  });
});
