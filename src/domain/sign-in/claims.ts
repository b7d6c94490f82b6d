import { isObject, type Json } from '../json-object.ts';
import type { ProjectRole } from '../people.ts';

/** Whoever has this value in this claim gets this. */
export interface ClaimRule {
  readonly claim: string;
  readonly value: string;
  readonly organizationAdmin: boolean;
  /** Names of groups. */
  readonly groups: readonly string[];
  /** Roles by the names of projects. */
  readonly projects: Readonly<Record<string, ProjectRole>>;
}

/** How a provider's claims are read. */
export interface ClaimPolicy {
  /** Names of claims; a dot leads into an object where no claim has the whole name. */
  readonly email: string;
  readonly name: string;
  readonly groups: string;
  /**
   * What the values of the groups claim mean beside the rules: nothing, groups of the console that have these names, or
   * groups that are made when they are missing.
   */
  readonly groupNames: 'ignored' | 'existing' | 'created';
  readonly rules: readonly ClaimRule[];
  /** Who gets an account at their first sign-in: anybody, whom a rule or a group fits, nobody. */
  readonly admits: 'anybody' | 'matching' | 'nobody';
  /** Whether an address that the provider calls verified is taken for theirs; it does so for the claim `email` alone. */
  readonly trustsEmail: boolean;
}

/** What the claims make of a person. */
export interface Entitlement {
  /** In lower case; null where there is none. */
  readonly email: string | null;
  readonly emailTrusted: boolean;
  readonly name: string;
  /** Null: the provider does not decide about that. */
  readonly organizationAdmin: boolean | null;
  /** Names of groups, each once, in order. */
  readonly groups: readonly string[];
  readonly createGroups: boolean;
  readonly projects: Readonly<Record<string, ProjectRole>>;
  /** Whether any rule fits. */
  readonly matched: boolean;
}

const claimOf = (claims: Json, path: string): unknown => {
  if (Object.hasOwn(claims, path)) return claims[path];
  const dot = path.indexOf('.');
  if (dot < 1) return undefined;
  const inner = Object.hasOwn(claims, path.slice(0, dot)) ? claims[path.slice(0, dot)] : undefined;
  return isObject(inner) ? claimOf(inner, path.slice(dot + 1)) : undefined;
};

/** What no store holds: with it in a name a person could keep their provider's word from being written down. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const valuesOf = (claims: Json, path: string): readonly string[] => {
  const found = claimOf(claims, path);
  const list = Array.isArray(found) ? found : [found];
  return list.filter(
    (value): value is string => typeof value === 'string' && value !== '' && isStorable(value),
  );
};

/** A claim's first text, without the blanks around it; empty where there is none. */
export const textOf = (claims: Json, path: string): string => valuesOf(claims, path)[0]?.trim() ?? '';

/** Longer names are no group's. */
const LONGEST_NAME = 100;
/** What people are called is one line, of so many characters at most. */
const LONGEST_CALLED = 256;

const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, LONGEST_CALLED)
    .toWellFormed()
    .trim();

/** From the least to the most: of two rules the one that gives more counts. */
const RANK: readonly ProjectRole[] = ['read_only', 'developer', 'operator', 'admin'];

const greater = (a: ProjectRole | undefined, b: ProjectRole): ProjectRole =>
  a !== undefined && RANK.indexOf(a) > RANK.indexOf(b) ? a : b;

/** What a provider's claims about somebody make of them here. */
export const readClaims = (claims: Json, policy: ClaimPolicy): Entitlement => {
  const fitting = policy.rules.filter(({ claim, value }) => valuesOf(claims, claim).includes(value));
  const named =
    policy.groupNames === 'ignored'
      ? []
      : valuesOf(claims, policy.groups)
          // Some providers write groups as paths.
          .map((name) => name.replace(/^\//u, '').trim())
          .filter((name) => name !== '' && name.length <= LONGEST_NAME);
  const projects: Record<string, ProjectRole> = {};
  for (const rule of fitting)
    for (const [project, role] of Object.entries(rule.projects))
      projects[project] = greater(projects[project], role);
  const email = textOf(claims, policy.email).toLowerCase();
  const known = email.length <= LONGEST_CALLED && /^[^\s@]+@[^\s@]+$/u.test(email) ? email : null;
  // It speaks of the claim `email`, whatever other claim the address is taken from.
  const isTold = policy.email === 'email';
  const verified = isTold && (claims['email_verified'] === true || claims['email_verified'] === 'true');
  return {
    email: known,
    emailTrusted: known !== null && policy.trustsEmail && verified,
    name: oneLine(textOf(claims, policy.name)) || known || oneLine(textOf(claims, 'sub')),
    organizationAdmin: policy.rules.some((rule) => rule.organizationAdmin)
      ? fitting.some((rule) => rule.organizationAdmin)
      : null,
    groups: [...new Set([...fitting.flatMap((rule) => rule.groups), ...named])].toSorted(),
    createGroups: policy.groupNames === 'created',
    projects,
    matched: fitting.length > 0,
  };
};
