import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../domain/time.ts';
import { createSealer } from '../../runtime/sealer.ts';
import { randomBytes } from '../../runtime/bytes.ts';
import type { World } from '../../service/ports/store.ts';
import { growDemoWorld } from './demo-world.ts';
import { growLargeWorld } from './large-world.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const sealer = createSealer(randomBytes(32));
const digest = async (text: string) => createHash('sha256').update(text).digest('hex');

describe('the demo organization', () => {
  let world: World;
  beforeAll(async () => {
    world = await growDemoWorld({ now: NOW, sealer });
  });

  test('has three environments, eight services and 40 accesses in every lasting state', () => {
    expect(world.projects).toHaveLength(3);
    expect(world.services).toHaveLength(8);
    expect(world.accesses).toHaveLength(40);
    expect(new Set(world.accesses.map((access) => access.credentialState))).toEqual(
      new Set(['active', 'rotation_pending', 'unviewed', 'unconfirmed', 'expired', 'failed']),
    );
  });

  test('has requests of every lasting status', () => {
    expect(new Set(world.requests.map((request) => request.status))).toEqual(
      new Set(['pending', 'approved', 'declined', 'deleted', 'failed']),
    );
  });

  test('has certificates past, near and far from expiry', () => {
    const days = world.accesses.map((access) => (access.certificateNotAfter - NOW) / DAY);
    expect(days.some((left) => left < 0)).toBe(true);
    expect(days.some((left) => left >= 0 && left <= 7)).toBe(true);
    expect(days.some((left) => left > 7 && left <= 30)).toBe(true);
    expect(days.some((left) => left > 700 && left < 900)).toBe(true);
  });

  test('keeps sealed only what waits to be shown, and no secret in the clear (R21)', () => {
    for (const credential of world.credentials)
      expect(credential.sealed !== null, credential.username).toBe(credential.status === 'sealed');
    expect(JSON.stringify(world)).not.toContain('PRIVATE KEY');
  });

  test('owes nothing: every job left lies ahead', () => {
    expect(world.jobs.length).toBeGreaterThan(0);
    for (const job of world.jobs) expect(job.runAt, job.kind).toBeGreaterThan(NOW);
  });

  test('grows the same names and ids again', async () => {
    const again = await growDemoWorld({ now: NOW, sealer });
    const names = (of: World) => of.accesses.map(({ id, name }) => `${id} ${name}`).sort();
    expect(names(again)).toEqual(names(world));
  });
});

describe('a generated world', () => {
  const wanted = { accesses: 600, requests: 700, groups: 40, people: 150 };
  let world: World;
  beforeAll(async () => {
    world = await growLargeWorld({ now: NOW, sealer, digest, ...wanted });
  });
  const idsOf = (rows: readonly { readonly id: string }[]) => new Set(rows.map(({ id }) => id));

  test('has as many of everything as asked for, with unique names', () => {
    const { accesses, requests, groups, people } = world;
    expect([accesses, requests, groups, people].map((rows) => rows.length)).toEqual(Object.values(wanted));
    for (const names of [
      accesses.map((access) => access.serviceUserKey),
      groups.map((group) => group.name),
      people.map((person) => person.email),
      world.projects.map((project) => project.name),
      world.services.map((service) => `${service.projectId}/${service.name}`),
      world.topics.map((topic) => `${topic.serviceId}/${topic.name}`),
      world.memberships.map((membership) => `${membership.groupId}/${membership.personId}`),
    ])
      expect(new Set(names).size).toBe(names.length);
  });

  test('refers to nothing that is not there', () => {
    const [accesses, requests, credentials] = [world.accesses, world.requests, world.credentials].map(idsOf);
    const [groups, people, services] = [world.groups, world.people, world.services].map(idsOf);
    const holds = (ids: ReadonlySet<string> | undefined, id: string | null) =>
      expect(id === null || ids?.has(id), String(id)).toBe(true);
    for (const membership of world.memberships) {
      holds(groups, membership.groupId);
      holds(people, membership.personId);
    }
    for (const access of world.accesses) {
      holds(services, access.serviceId);
      holds(groups, access.ownerGroupId);
      holds(people, access.createdBy);
      holds(credentials, access.credentialId);
      holds(requests, access.activeRequestId);
    }
    for (const request of world.requests) {
      holds(accesses, request.accessId);
      holds(people, request.requesterId);
      holds(credentials, request.credentialId);
    }
    for (const row of [...world.credentials, ...world.audit, ...world.notifications]) {
      holds(accesses, row.accessId);
      holds(requests, row.requestId);
    }
    for (const { personId } of world.notifications) holds(people, personId);
  });

  test('has at most one active rotation for each access (R4), decided by another member (R9)', () => {
    const memberships = idsOf(world.memberships);
    const active = new Map(world.accesses.map((access) => [access.id, access.activeRequestId]));
    for (const request of world.requests) {
      if (request.accessId === null) continue;
      expect(request.activeKey === null || active.get(request.accessId) === request.id).toBe(true);
      expect(memberships.has(`${request.groupId}:${request.requesterId}`)).toBe(true);
      if (request.decidedBy === null) continue;
      expect(request.decidedBy).not.toBe(request.requesterId);
      expect(memberships.has(`${request.groupId}:${request.decidedBy}`)).toBe(true);
    }
  });

  test('has people in one to five groups, among them groups of one', () => {
    const sizes = (of: 'personId' | 'groupId') => {
      const counted = Map.groupBy(world.memberships, (membership) => membership[of]);
      return [...counted.values()].map((rows) => rows.length);
    };
    expect(sizes('personId')).toHaveLength(wanted.people);
    expect(Math.max(...sizes('personId'))).toBeLessThanOrEqual(5);
    expect(sizes('groupId')).toHaveLength(wanted.groups);
    expect(Math.min(...sizes('groupId'))).toBe(1);
    expect(Math.max(...sizes('groupId'))).toBeGreaterThan(10);
  });

  test('has requests of every lasting status, most of them approved, over two years', () => {
    const counted = Map.groupBy(world.requests, (request) => request.status);
    expect(new Set(counted.keys())).toEqual(
      new Set(['pending', 'approved', 'declined', 'deleted', 'failed']),
    );
    expect(counted.get('approved')?.length).toBeGreaterThan(wanted.requests * 0.8);
    const oldest = Math.min(...world.requests.map((request) => request.createdAt));
    expect((NOW - oldest) / DAY).toBeGreaterThan(700);
  });

  test('leaves the personas their groups, their accesses and something to approve', () => {
    const groups = world.memberships.filter(({ personId }) => personId === 'u-jonas');
    expect(groups.map(({ groupId }) => groupId).sort()).toEqual(['ug_payments', 'ug_telemetry']);
    const waiting = world.requests.filter(
      ({ status, groupId, requesterId }) =>
        status === 'pending' && groupId === 'ug_payments' && requesterId !== 'u-jonas',
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect(world.accesses.map(({ name }) => name)).toContain('refund-service');
    const payments = world.accesses.filter(({ ownerGroupId }) => ownerGroupId === 'ug_payments');
    expect(payments.length).toBeGreaterThan(15);
    expect(payments.length).toBeLessThan(100);
  });

  test('keeps sealed only what waits to be shown, and nothing that its key does not open (R21)', async () => {
    const sealed = world.credentials.filter((credential) => credential.sealed !== null);
    expect(sealed.length).toBeGreaterThan(0);
    for (const { id, status, sealed: text } of sealed) {
      expect(status).toBe('sealed');
      expect(await sealer.open(text ?? '', `credential:${id}`)).toContain('PRIVATE KEY');
    }
    expect(JSON.stringify(world)).not.toContain('PRIVATE KEY');
  });

  test('is the same again for the same seed, and another one for another', async () => {
    const small = { now: NOW, sealer, digest, accesses: 100, groups: 10, people: 30 };
    const told = async (seed: number) => {
      const { accesses, requests } = await growLargeWorld({ ...small, seed });
      return [...accesses, ...requests].map(({ id, updatedAt, searchText }) => [id, updatedAt, searchText]);
    };
    const once = await told(7);
    expect(await told(7)).toEqual(once);
    expect(await told(8)).not.toEqual(once);
  });
});

test.each([
  [{ accesses: 50, requests: 5000 }, /too many/],
  [{ accesses: 50, groups: 100, people: 20 }, /too few/],
])('a world that cannot be is refused: %o', async (numbers, words) => {
  await expect(growLargeWorld({ now: NOW, sealer, digest, ...numbers })).rejects.toThrow(words);
});
