import { serviceSearchText, TENDED } from '../../../domain/people.ts';
import type { Group, Membership, Person, Project, Service, Topic } from '../../../domain/people.ts';
import type { World } from '../../../service/ports/store.ts';
import { emailOf } from '../directory.ts';
import { ORGANIZATION } from '../organization.ts';
import { type Dice, weightedDraw } from './dice.ts';
import { CLOUDS, DOMAINS, EVENTS, FIRST_NAMES, LAST_NAMES, PLANS, REGIONS, TRADES } from './vocabulary.ts';

export type Directory = Pick<
  World,
  'people' | 'groups' | 'memberships' | 'projects' | 'services' | 'topics' | 'projectMembers'
>;

const organizationId = ORGANIZATION.id;
const numbered = (prefix: string, index: number): string => `${prefix}_${String(index).padStart(5, '0')}`;

/** One after another until one is new, then with numbers. */
const unusedOf = (taken: Set<string>, drawn: () => string, joined: string): string => {
  let name = drawn();
  for (let tries = 0; taken.has(name) && tries < 20; tries += 1) name = drawn();
  const stem = name;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}${joined}${number}`;
  taken.add(name);
  return name;
};

const growPeople = (dice: Dice, count: number, before: readonly Person[], createdAt: number): Person[] => {
  const names = new Set(before.map(({ name }) => name));
  const emails = new Set(before.map(({ email }) => email));
  return Array.from({ length: count }, (_, i) => {
    const name = unusedOf(names, () => `${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)}`, ' ');
    const email = unusedOf(emails, () => emailOf(name), '');
    return { id: numbered('u', i + 1), organizationId, email, name, isOrganizationAdmin: false, createdAt };
  });
};

const growGroups = (dice: Dice, count: number, before: readonly Group[], createdAt: number): Group[] => {
  const names = new Set(before.map(({ name }) => name));
  const domains = Object.keys(DOMAINS);
  return Array.from({ length: count }, (_, i) => {
    const domain = dice.pick(domains);
    const trade = dice.pick(TRADES);
    const stem = `${domain.charAt(0).toUpperCase()}${domain.slice(1)} ${trade}`;
    const draw = (): string => (names.has(stem) ? `${stem} ${dice.pick(REGIONS)}` : stem);
    return {
      id: numbered('ug', i + 1),
      organizationId,
      name: unusedOf(names, draw, ' '),
      description: `${trade.charAt(0).toUpperCase()}${trade.slice(1)} for ${domain}`,
      createdAt,
      updatedAt: createdAt,
    };
  });
};

/** In how many groups people are. */
const GROUPS_OF_ONE = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5];
/** One group in so many has a single member, who nobody can approve for. */
const LONELY = 20;

/** Everyone is in one to five groups; a few groups are large, most are small, some have one member. */
const growMemberships = (
  dice: Dice,
  people: readonly Person[],
  groups: readonly Group[],
  createdAt: number,
): Membership[] => {
  const groupsOf = people.map(() => new Set<number>());
  const lonely = (group: number): boolean => group % LONELY === LONELY - 1;
  // First everybody that a group needs, dealt out in turn, so that nobody gets more than their share.
  const needs = groups.flatMap((_, group) => (lonely(group) ? [group] : [group, group]));
  needs.forEach((group, i) => groupsOf[i % people.length]?.add(group));
  const draw = weightedDraw(
    dice,
    groups.map((_, group) => (lonely(group) ? 0 : dice.skewed(1, 1))),
  );
  for (const mine of groupsOf) {
    const wanted = Math.min(dice.pick(GROUPS_OF_ONE), groups.length);
    for (let tries = 0; mine.size < wanted && (tries < 50 || mine.size === 0); tries += 1) mine.add(draw());
  }
  return people.flatMap(({ id: personId }, i) =>
    [...(groupsOf[i] ?? [])].map((group) => {
      const groupId = groups[group]?.id ?? '';
      return { id: `${groupId}:${personId}`, groupId, personId, createdAt, providerId: null };
    }),
  );
};

const growTopics = (dice: Dice, service: Service, nouns: readonly string[]): Topic[] => {
  const names = nouns.flatMap((noun) =>
    dice.some(EVENTS, dice.int(2, 5)).map((event) => `${noun}.${event}.v${dice.int(1, 3)}`),
  );
  return names.map((name) => ({
    id: `${service.id}:${name}`,
    organizationId,
    serviceId: service.id,
    name,
    ownerGroupId: null,
    partitions: dice.pick([3, 6, 6, 12, 24]),
    replication: service.projectName.endsWith('prod') ? 3 : 2,
  }));
};

const growPlatform = (dice: Dice, createdAt: number): Pick<Directory, 'projects' | 'services' | 'topics'> => {
  const projects: Project[] = [];
  const services: Service[] = [];
  const topics: Topic[] = [];
  for (const [domain, nouns] of Object.entries(DOMAINS))
    for (const stage of ['prod', 'staging']) {
      const projectName = `halden-${domain}-${stage}`;
      const projectId = `prj_${domain}_${stage}`;
      projects.push({ id: projectId, organizationId, name: projectName, createdAt });
      for (const kind of stage === 'prod' ? ['core', 'events', 'bulk'] : ['core']) {
        const passwordsOverlap = dice.chance(0.7);
        const name = `kafka-${domain}-${kind}`;
        const host = `${name}.${projectName}.kafka.example`;
        const service: Service = {
          id: `svc_${domain}_${stage}_${kind}`,
          organizationId,
          projectId,
          projectName,
          name,
          type: 'kafka',
          state: dice.chance(0.96) ? 'RUNNING' : 'REBALANCING',
          cloudName: dice.pick(CLOUDS),
          plan: dice.pick(PLANS),
          host,
          sslPort: 12_691,
          saslPort: 12_694,
          saslMechanism: passwordsOverlap ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512',
          passwordsOverlap,
          ...TENDED,
          createdAt,
          updatedAt: createdAt,
          searchText: serviceSearchText({ name, projectName, host }),
        };
        services.push(service);
        topics.push(...growTopics(dice, service, nouns));
      }
    }
  return { projects, services, topics };
};

/**
 * Adds to the demo's directory until there are so many people and groups, and some dozen services. The demo's people
 * and groups stay as they are, unless there are no other groups for the new people to be in.
 */
export const growDirectory = (
  dice: Dice,
  demo: Directory,
  wanted: { readonly people: number; readonly groups: number },
  createdAt: number,
): Directory => {
  const newPeople = Math.max(0, wanted.people - demo.people.length);
  const newGroups = Math.max(0, wanted.groups - demo.groups.length);
  if (newGroups > 0 && newPeople < Math.max(2, newGroups))
    throw new RangeError(`${newPeople} new people are too few for ${newGroups} new groups`);
  const people = growPeople(dice, newPeople, demo.people, createdAt);
  const groups = growGroups(dice, newGroups, demo.groups, createdAt);
  const withColleagues = demo.groups.filter(
    ({ id }) => demo.memberships.filter(({ groupId }) => groupId === id).length > 1,
  );
  const memberships =
    people.length === 0
      ? []
      : growMemberships(dice, people, groups.length > 0 ? groups : withColleagues, createdAt);
  const platform = growPlatform(dice, createdAt);
  const operators = platform.projects.map(({ id: projectId }) => {
    const personId = dice.pick(people.length > 0 ? people : demo.people).id;
    return {
      id: `${projectId}:${personId}`,
      projectId,
      personId,
      role: dice.pick(['admin', 'operator'] as const),
      providerId: null,
    };
  });
  return {
    people: [...demo.people, ...people],
    groups: [...demo.groups, ...groups],
    memberships: [...demo.memberships, ...memberships],
    projects: [...demo.projects, ...platform.projects],
    services: [...demo.services, ...platform.services],
    topics: [...demo.topics, ...platform.topics],
    projectMembers: [...demo.projectMembers, ...operators],
  };
};
