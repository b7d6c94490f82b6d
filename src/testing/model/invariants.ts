import { expect } from 'vitest';
import type { Reveal } from '../../contract/schemas/credentials.ts';
import type { World } from '../../service/ports/store.ts';
import type { Model } from './state.ts';

/** A reveal as a page got it. */
export interface Shown {
  readonly page: string;
  readonly reveal: Reveal;
}

/** At most one active rotation per access (R4), by the store's own rows. */
const oneActiveRotation = (dump: World): void => {
  const open = new Set(
    dump.credentials
      .filter((row) => row.status === 'sealed' || row.status === 'claimed')
      .map((row) => row.id),
  );
  const active = dump.requests.filter(
    ({ status, credentialId }) =>
      status === 'pending' ||
      status === 'provisioning' ||
      (status === 'approved' && open.has(credentialId ?? '')),
  );
  const accesses = active.map((request) => request.accessId);
  expect(new Set(accesses).size, 'R4: two active rotations of one access').toBe(accesses.length);
};

/** Nothing exists on the platform that nobody approved (R6, R9), but the first credentials of an access. */
const nothingUnapproved = (dump: World): void => {
  const approved = new Set(
    dump.requests
      .filter(({ status }) => status === 'provisioning' || status === 'approved' || status === 'failed')
      .filter(({ decidedBy, requesterId }) => decidedBy !== null && decidedBy !== requesterId)
      .map(({ id }) => id),
  );
  for (const { id, requestId } of dump.credentials)
    if (requestId !== null) expect(approved, `credentials ${id} without approval`).toContain(requestId);
  const users = new Map(dump.services.map((service) => [service.id, service]));
  for (const row of dump.simulatedGenerations) {
    if (row.status === 'discarded') continue;
    const service = users.get(row.serviceId)?.name;
    const ofThisUser = (thing: { readonly username: string; readonly generation: number | null }): boolean =>
      thing.username === row.username && thing.generation === row.generation;
    const known =
      dump.credentials.some((made) => made.serviceId === row.serviceId && ofThisUser(made)) ||
      dump.requests.some(
        (request) => approved.has(request.id) && request.serviceName === service && ofThisUser(request),
      ) ||
      dump.accesses.some(
        (access) =>
          access.serviceId === row.serviceId &&
          access.credentialId === null &&
          ofThisUser({ username: access.username, generation: access.lastGeneration }),
      );
    expect(known, `generation ${row.id} without approval`).toBe(true);
  }
};

/** Never decided by the requester, nor by anybody who was not in the group when they decided (R9). */
const decidedByAnother = (dump: World, times: readonly Model[], decided: Set<string>): void => {
  for (const { id, groupId, requesterId, decidedBy } of dump.requests) {
    if (decidedBy === null || decided.has(id)) continue;
    decided.add(id);
    expect(decidedBy, 'R9: decided by the requester').not.toBe(requesterId);
    const members = times.flatMap(
      (model) => Object.entries(model.members).find(([group]) => group === groupId)?.[1] ?? [],
    );
    expect(members, 'R9: decided by somebody outside the group').toContain(decidedBy);
  }
};

/** Secrets went to one page only, and to that page always the same (R18, R19). */
const shownOnce = (shown: readonly Shown[]): void => {
  const first = new Map<string, Shown>();
  for (const one of shown) {
    const { fingerprint_sha256 } = one.reveal.certificate;
    const earlier = first.get(fingerprint_sha256) ?? one;
    first.set(fingerprint_sha256, earlier);
    expect(one.page, 'R18: shown to a second page').toBe(earlier.page);
    expect(one.reveal.credentials, 'R19: other secrets than at first').toEqual(earlier.reveal.credentials);
  }
};

/** What a service user has and what was renewed belong to a generation that the platform accepts (C2, C3). */
const inUseOnPlatform = (dump: World): void => {
  const active = new Map(
    dump.simulatedGenerations
      .filter(({ status }) => status === 'active')
      .map((row) => [`${row.serviceId}/${row.username}/${row.generation}`, row.fingerprint]),
  );
  const renewed = new Set<string>();
  for (const { id, serviceId, username, generation, fingerprint } of dump.simulatedRenewals) {
    expect(active.has(`${serviceId}/${username}/${generation}`), `renewal ${id} of nothing in use`).toBe(
      true,
    );
    renewed.add(fingerprint);
  }
  for (const { id, generation, certificate } of dump.serviceUsers) {
    if (generation === 0) continue;
    const made = active.get(`${id}/${generation}`);
    expect(made, `${id} has what the platform does not accept`).toBeDefined();
    const { fingerprint = '' } = certificate ?? {};
    expect(fingerprint === made || renewed.has(fingerprint), `${id} shows another certificate`).toBe(true);
  }
};

/** What must hold after a step, whatever the model says; `times`: the model before and after it. */
export const checkInvariants = (
  dump: World,
  times: readonly Model[],
  shown: readonly Shown[],
  /** Remembers the decisions that were looked at. */
  decided: Set<string>,
): void => {
  oneActiveRotation(dump);
  nothingUnapproved(dump);
  decidedByAnother(dump, times, decided);
  shownOnce(shown);
  inUseOnPlatform(dump);
};
