import { expect } from 'vitest';
import type { AnswerOf } from '../../contract/operation.ts';
import type { OPERATIONS, OperationId } from '../../contract/operations.ts';
import type { AuditAction } from '../../domain/audit/event.ts';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import type { CallInput } from '../client.ts';
import { OVERLAP, SINGLE, type PersonName } from '../world.ts';
import type { Callers, Outcome } from './callers.ts';
import type { KnownAccess, KnownReveal, Ledger } from './ledger.ts';
import type { Random } from './random.ts';

/** What an attack may do beside its commands. */
export interface AttackOptions {
  readonly callers: Callers;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Commands at once. */
  readonly lanes: number;
  /** Accesses to work on. */
  readonly accesses: number;
  /** Whether the platform fails now and then. */
  readonly faults: boolean;
}

export interface Attack {
  /** Resolves when so many commands of the ledger have been issued; rejects when the attack failed. */
  issued(count: number): Promise<void>;
  /** Begins nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** The pause before looking again when there was nothing to do, in milliseconds. */
const PAUSE = 15;

const GROUP = { user_group_id: 'grp_payments' };
const OTHERS = ['ben', 'cid'] as const;
const EVERYBODY = ['ada', ...OTHERS] as const;
const OVERLAPS = ['immediately', '1_hour', '24_hours'] as const;

/** Mixed commands by several people, each chosen from what the access allows at that moment. */
export const startAttack = ({ callers, ledger, random, lanes, accesses, faults }: AttackOptions): Attack => {
  let stopped = false;
  let membersBusy = false;
  let faultsBusy = false;
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  const command = async <Id extends OperationId>(
    person: PersonName,
    id: Id,
    input: CallInput,
    entry?: readonly [AuditAction, string],
  ): Promise<Outcome<AnswerOf<(typeof OPERATIONS)[Id]>>> => {
    const sent = callers.attempt(person, id, input);
    ledger.issued += 1;
    for (const { count, resolve } of waiting) if (ledger.issued >= count) resolve();
    const outcome = await sent;
    if (outcome.kind === 'done') ledger.acknowledged += 1;
    if (outcome.kind === 'unknown') {
      if (outcome.lost) ledger.lost += 1;
      else ledger.unavailable += 1;
    }
    if (entry && outcome.kind !== 'refused') ledger.note(outcome.kind, ...entry);
    return outcome;
  };

  const create = async (): Promise<void> => {
    const service = random.pick([OVERLAP, SINGLE]);
    const name = `app-${toBase64Url(randomBytes(6)).replaceAll(/[^a-zA-Z0-9]/gu, 'x')}`;
    const body = {
      access_name: name,
      access_type: 'KAFKA',
      owner_user_group_id: GROUP.user_group_id,
      access_data: {
        ...service,
        username: name,
        acls: [
          { resource_name: 'orders', resource_type: 'Topic', operation: 'Read', permission_type: 'ALLOW' },
        ],
      },
    };
    const entry = ['access.created', name] as const;
    const outcome = await command(random.pick(EVERYBODY), 'createAccess', { body }, entry);
    if (outcome.kind === 'done')
      ledger.accesses.push({
        id: outcome.answer.access.access_id,
        username: name,
        service,
        state: 'there',
        requestId: null,
        busy: false,
      });
  };

  const changeMembers = async (): Promise<void> => {
    if (membersBusy) return;
    membersBusy = true;
    const person = random.pick(OTHERS);
    // Mostly present, or nobody could decide.
    const leaves = ledger.members.get(person) === true && random.chance(0.4);
    ledger.members.set(person, undefined);
    if (leaves) {
      ledger.removals.set(person, (ledger.removals.get(person) ?? 0) + 1);
      for (const reveal of ledger.reveals)
        if (reveal.person === person && reveal.state === 'open') reveal.state = 'over';
    }
    const body = { operation: leaves ? 'remove_members' : 'add_members', member_ids: [person] };
    const entry = ['group.members_changed', 'Payments'] as const;
    const outcome = await command('eve', 'updateMembers', { params: GROUP, body }, entry);
    ledger.members.set(person, outcome.kind === 'done' ? !leaves : undefined);
    membersBusy = false;
  };

  const changeFaults = async (): Promise<void> => {
    if (faultsBusy) return;
    faultsBusy = true;
    const chosen = random.chance(0.6) ? [] : [random.pick(['platform_down', 'platform_refuses'])];
    const outcome = await command('ada', 'setFaults', { body: { faults: chosen } });
    ledger.faults = outcome.kind === 'done' ? chosen : undefined;
    faultsBusy = false;
  };

  const remove = async (access: KnownAccess): Promise<void> => {
    for (const reveal of ledger.reveals)
      if (reveal.access === access && reveal.state === 'open') reveal.state = 'over';
    const params = { access_id: access.id };
    const entry = ['access.deleted', access.username] as const;
    const outcome = await command('ada', 'deleteAccess', { params }, entry);
    if (outcome.kind === 'done') access.state = 'deleted';
    if (outcome.kind === 'unknown') access.state = 'perhaps deleted';
  };

  const rotate = async (access: KnownAccess): Promise<void> => {
    const body = {
      request_type: 'rotate_credentials',
      access_id: access.id,
      message: 'Asked for under attack',
      overlap: access.service === SINGLE ? 'immediately' : random.pick(OVERLAPS),
    };
    const entry = ['request.created', access.username] as const;
    const outcome = await command(random.pick(EVERYBODY), 'createRequest', { body }, entry);
    if (outcome.kind === 'done') access.requestId = outcome.answer.request.request_id;
  };

  const decide = async (requestId: string): Promise<void> => {
    const params = { request_id: requestId };
    const found = await callers.attempt('ada', 'getRequest', { params });
    if (found.kind !== 'done') return;
    const requester = EVERYBODY.find((name) => name === found.answer.request.requester.user_id) ?? 'ada';
    const decider = random.pick(EVERYBODY.filter((name) => name !== requester));
    const roll = random.below(10);
    if (roll === 0) await command(requester, 'deleteRequest', { params }, ['request.deleted', requestId]);
    else if (roll === 1) {
      const body = { reason: 'Declined under attack' };
      await command(decider, 'declineRequest', { params, body }, ['request.declined', requestId]);
    } else await command(decider, 'approveRequest', { params, body: {} }, ['request.approved', requestId]);
  };

  const reveal = async (access: KnownAccess, person: PersonName, now: number): Promise<void> => {
    // Nobody has seen these, so the claims whose answers were lost never arrived.
    for (const lost of ledger.reveals)
      if (lost.access === access && lost.state === 'open') lost.state = 'over';
    const claim = toBase64Url(randomBytes(32));
    const removals = ledger.removals.get(person);
    const stays = person === 'ada' || ledger.members.get(person) === true;
    const made: KnownReveal = {
      access,
      person,
      claim,
      begunAt: now,
      secrets: null,
      recoverableUntil: null,
      state: 'open',
    };
    const input = { params: { access_id: access.id }, body: { claim } };
    const outcome = await command(person, 'claimCredentials', input);
    if (outcome.kind === 'refused') return;
    if (!stays || ledger.removals.get(person) !== removals) made.state = 'over';
    if (outcome.kind === 'done') {
      made.secrets = outcome.answer.credentials;
      made.recoverableUntil = Date.parse(outcome.answer.recoverable_until_time);
    }
    ledger.reveals.push(made);
  };

  /** The answer was lost: the same page asks once more (R19). */
  const recover = async (found: KnownReveal): Promise<void> => {
    const input = { params: { access_id: found.access.id }, body: { claim: found.claim } };
    const outcome = await command(found.person, 'claimCredentials', input);
    if (outcome.kind !== 'done') return;
    found.secrets = outcome.answer.credentials;
    found.recoverableUntil = Date.parse(outcome.answer.recoverable_until_time);
  };

  const confirm = async (found: KnownReveal): Promise<void> => {
    const input = { params: { access_id: found.access.id }, body: { claim: found.claim } };
    const outcome = await command(found.person, 'confirmSaved', input);
    if (outcome.kind === 'done') found.state = 'saved';
    if (outcome.kind === 'unknown' && found.state === 'open') found.state = 'perhaps saved';
  };

  const actOn = async (access: KnownAccess): Promise<void> => {
    const params = { access_id: access.id };
    const found = await callers.attempt('ada', 'getAccess', { params });
    if (found.kind === 'unknown') return;
    if (found.kind === 'refused') {
      expect(found.code).toBe('governance_access_not_found');
      expect(access.state, `${access.username} was created`).toBe('perhaps deleted');
      access.state = 'deleted';
      return;
    }
    access.state = 'there';
    const { access: view } = found.answer;
    const holder = EVERYBODY.find((name) => name === view.credentials_user_id);
    const shown = ledger.reveals.findLast((each) => each.access === access);
    switch (view.credential_state) {
      case 'provisioning':
      case 'rotation_provisioning':
        return;
      case 'rotation_pending':
        return decide(view.active_request_id ?? '');
      case 'unviewed':
        return holder && reveal(access, holder, Date.parse(found.answer.access.update_time));
      case 'shown':
        if (!shown || random.chance(0.2)) return;
        return shown.secrets === null ? recover(shown) : confirm(shown);
      case 'failed':
      case 'active':
      case 'unconfirmed':
      case 'expired':
      case 'compromised':
      case 'revoked':
        if (random.chance(0.1)) return remove(access);
        if (view.verdicts.retire_old_credentials.allowed && random.chance(0.4))
          return void (await command(random.pick(EVERYBODY), 'retireOldCredentials', { params }, [
            'credential.retirement_advanced',
            access.username,
          ]));
        if (access.requestId !== null && random.chance(0.2))
          return void (await command(
            random.pick(EVERYBODY),
            'retryRequest',
            { params: { request_id: access.requestId } },
            ['request.retried', access.requestId],
          ));
        return rotate(access);
    }
  };

  const step = async (): Promise<void> => {
    if (random.chance(0.06)) return changeMembers();
    if (faults && random.chance(0.08)) return changeFaults();
    const living = ledger.accesses.filter((access) => access.state !== 'deleted');
    if (living.length < accesses) return create();
    const idle = living.filter((access) => !access.busy);
    const access = idle.length > 0 ? random.pick(idle) : undefined;
    const before = ledger.issued;
    if (access) {
      access.busy = true;
      await actOn(access).finally(() => (access.busy = false));
    }
    if (ledger.issued === before) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  };

  const lane = async (): Promise<void> => {
    while (!stopped) await step();
  };
  const over = Promise.all(Array.from({ length: lanes }, lane)).finally(() => (stopped = true));
  // Heard of by whoever waits for the attack.
  over.catch(() => undefined);

  return {
    issued: async (count) => {
      const reached = new Promise<void>((resolve) => waiting.push({ count, resolve }));
      if (ledger.issued < count) await Promise.race([reached, over]);
    },
    stop: async () => {
      stopped = true;
      await over;
    },
  };
};
