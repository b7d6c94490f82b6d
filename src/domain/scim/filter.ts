import { unfit } from './fault.ts';

/** One comparison by equality. The attribute is in lower case, its sub-attribute behind a dot. */
export interface Comparison {
  readonly attribute: string;
  readonly value: string | number | boolean | null;
}

/** Longer ones would be an attack on whoever reads them. */
const LONGEST = 2000;

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/iu;

/** A name without the URN of the core schemas, in lower case. Names of other schemas keep theirs: nothing here is called so. */
export const plainName = (name: string): string => name.replace(CORE, '').toLowerCase();

/** What stands in brackets chooses among values whose sub-attribute is compared anyway. */
const COMPARISON =
  /\s*([a-z][\w:.-]*)(?:\[[^\]]*\])?(\.[\w$]+)?\s+eq\s+("(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?)(?:\s+and(?=\s)|\s*$)/iuy;

const literal = (text: string): Comparison['value'] => {
  // Of a text, a number, true, false or null, as the expression above lets through.
  return JSON.parse(text.startsWith('"') ? text : text.toLowerCase()) as Comparison['value'];
};

/**
 * The comparisons that must all hold. Only `eq` and `and` are understood, which is what providers ask with. Throws
 * ScimFault.
 */
export const parseFilter = (text: string): readonly Comparison[] => {
  const wrong = () =>
    unfit('invalidFilter', 'Filters are comparisons like userName eq "ada", joined with "and".');
  if (text.length > LONGEST || text.trim() === '') throw wrong();
  const found: Comparison[] = [];
  const expression = new RegExp(COMPARISON);
  while (expression.lastIndex < text.length) {
    const match = expression.exec(text);
    const [, name = '', sub = '', value = ''] = match ?? [];
    if (!match) throw wrong();
    try {
      found.push({ attribute: plainName(name + sub), value: literal(value) });
    } catch {
      // A text with an escape that JSON does not know.
      throw wrong();
    }
  }
  return found;
};

/** Where a PATCH changes something. Names are in lower case. */
export interface Path {
  readonly attribute: string;
  /** Which of several values; null: all. */
  readonly filter: readonly Comparison[] | null;
  readonly sub: string | null;
}

const PATH = /^([a-z][\w-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/iu;

/** Reads the path of a PATCH operation. Throws ScimFault. */
export const parsePath = (text: string): Path => {
  const core = text.trim().replace(CORE, '');
  const wrong = () => unfit('invalidPath', 'A path is an attribute like active, or members[value eq "id"].');
  if (core.length > LONGEST) throw wrong();
  // The dots of other schemas' names are their own.
  if (/^urn:/iu.test(core)) return { attribute: core.toLowerCase(), filter: null, sub: null };
  const [, name, filter, sub] = PATH.exec(core) ?? [];
  if (name === undefined) throw wrong();
  return {
    attribute: name.toLowerCase(),
    filter: filter === undefined ? null : parseFilter(filter),
    sub: sub?.toLowerCase() ?? null,
  };
};
