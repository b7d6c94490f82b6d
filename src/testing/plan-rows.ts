import { aclEntriesOf, type Access, type AclEntry } from '../domain/access/access.ts';
import type { Request } from '../domain/request/request.ts';
import type { ServiceUser } from '../domain/service-user/service-user.ts';
import { DAY, NEVER } from '../domain/time.ts';
import { makeRow, START } from './rows.ts';

// Rows for the store's plans.test.ts.

export const ROWS = 12_000;
export const GROUPS = 200;
export const PEOPLE = 600;

/** Well mixed and the same every time. */
const mix = (n: number, salt: number): number => (Math.imul(n + salt, 2_654_435_761) >>> 8) / 2 ** 24;
const pick = (n: number, salt: number, many: number): number => Math.floor(mix(n, salt) * many);
const word = (n: number, salt: number): string =>
  pick(n, salt, 36 ** 4)
    .toString(36)
    .padStart(4, 'x');

export const access = (n: number): Access => {
  const name = `${word(n, 1)}-${word(n, 2)}`;
  const group = pick(n, 3, GROUPS);
  const service = pick(n, 4, 30);
  const chance = mix(n, 5);
  return makeRow('accesses', `acc${n}`, {
    name,
    username: name,
    projectName: `project-${service % 10}`,
    serviceId: `svc${service}`,
    serviceName: `kafka-${service}`,
    serviceUserKey: `svc${service}/${name}-${n}`,
    ownerGroupId: `grp${group}`,
    ownerGroupName: `Group ${group}`,
    credentialState: chance < 0.01 ? 'unviewed' : chance < 0.02 ? 'expired' : 'active',
    credentialsUserId: chance < 0.01 ? `per${pick(n, 6, PEOPLE)}` : null,
    certificateNotAfter: START + pick(n, 7, 820) * DAY,
    createdAt: START - n * 1000,
    searchText: `${name}\nkafka-${service}\norders-${word(n, 8)}`,
  });
};

/** All on one service, more than are found first and ordered then. */
export const acl = (n: number): AclEntry => {
  const [entry] = aclEntriesOf({ ...access(n), serviceId: n < ROWS - 500 ? 'svc0' : 'svc1' });
  if (!entry) throw new Error('an access without ACLs');
  return { ...entry, id: `acl${n}`, resourceName: `topic-${pick(n, 11, 900)}` };
};

/** Half of them on one service; of that, few are renewed, and fewer failed. */
export const serviceUser = (n: number): ServiceUser => {
  const service = n % 2 === 0 ? 0 : 1 + pick(n, 12, 29);
  const chance = mix(n, 13);
  const state = chance < 0.01 ? 'renewed' : chance < 0.012 ? 'failed' : 'current';
  const end = START + (state === 'current' ? 91 : 1) * DAY + pick(n, 14, 720) * DAY;
  return makeRow('serviceUsers', `svc${service}/${word(n, 15)}-${n}`, {
    projectId: `prj${service % 10}`,
    projectName: `project-${service % 10}`,
    serviceId: `svc${service}`,
    serviceName: `kafka-${service}`,
    username: `${word(n, 15)}-${n}`,
    type: n === 0 ? 'primary' : 'normal',
    accessId: `acc${n}`,
    status: 'ready',
    renewalState: state,
    endsAt: end,
    newestEndsAt: state === 'renewed' ? end + 730 * DAY : end,
    retryAt: state === 'failed' ? START + DAY : 0,
    attentionAt: state === 'current' ? NEVER : end,
    createdAt: START - n * 1000,
    searchText: word(n, 15),
  });
};

export const request = (n: number): Request => {
  const { name, ownerGroupId, ownerGroupName, searchText, id } = access(n);
  const chance = mix(n, 9);
  const requester = pick(n, 10, PEOPLE);
  return makeRow('requests', `req${n}`, {
    accessId: id,
    resourceName: name,
    username: name,
    groupId: ownerGroupId,
    groupName: ownerGroupName,
    requesterId: `per${requester}`,
    requesterName: `Person ${requester}`,
    status: chance < 0.01 ? 'pending' : chance < 0.2 ? 'declined' : 'approved',
    createdAt: START - n * 1000,
    searchText,
  });
};

export const list = <T>(many: number, make: (n: number) => T): T[] =>
  Array.from({ length: many }, (_, n) => make(n));
