import type { Out } from '../../contract/operation.ts';
import type { Claim, Reveal, Saved } from '../../contract/schemas/credentials.ts';
import type { Seen } from '../../contract/schemas/shared.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Access } from '../../domain/access/access.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { advanceRetirement, claimCredential, confirmCredential } from '../../domain/credential/lifecycle.ts';
import type { Actor, Service } from '../../domain/people.ts';
import { mayHoldCredentials, mayRetireOldCredentials } from '../../domain/policy/credentials.ts';
import { SECOND, type Instant } from '../../domain/time.ts';
import { refused } from '../../domain/verdict.ts';
import { topicsOf } from '../accesses/topics-of.ts';
import { accessView } from '../accesses/access-view.ts';
import { findAccess } from '../accesses/find-access.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import type { Secrets, Transaction } from '../ports/ports.ts';
import { demand, demandVersion, problemOf } from '../problem.ts';
import { loadActorIn, namesOf } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { activateForReveal } from './activate.ts';
import { credentialsInUse } from './in-use.ts';
import { connectionOf } from '../services/connection.ts';
import { settleCredential } from './settle.ts';

interface Held {
  readonly actor: Actor;
  readonly access: Access;
  readonly credential: Credential;
}

/** The access's newest credentials, if they are the actor's to hold (R17); throws the refusal otherwise. */
const hold = async (
  tx: Transaction,
  actorId: string,
  organizationId: string,
  accessId: string,
): Promise<Held> => {
  const actor = await loadActorIn(tx, actorId, organizationId);
  const access = await findAccess(tx, organizationId, accessId);
  const credential =
    access.credentialId === null ? null : ((await tx.get('credentials', access.credentialId)) ?? null);
  const names = await namesOf(tx, credential ? [credential.revealTo] : []);
  const holderName = credential ? (names.get(credential.revealTo) ?? '') : '';
  demand(mayHoldCredentials({ actor, access, credential, holderName }));
  if (!credential) throw problemOf(refused('credentials_not_ready'));
  return { actor, access, credential };
};

/** Records that the secrets go out: the first time as shown, later as recovered by the same page (R19). */
const recordShown = async (
  tx: Transaction,
  { ids }: Pick<Deps, 'ids'>,
  now: Instant,
  { actor, access, credential }: Held,
  by: Readonly<Record<string, string>>,
): Promise<void> => {
  const { organizationId, requestId, certificate } = credential;
  const before = await tx.count('audit', {
    where: { accessId: access.id, requestId, action: 'credential.shown' },
  });
  await recordAudit(tx, ids, now, {
    actor,
    action: before === 0 ? 'credential.shown' : 'credential.recovered',
    organizationId,
    requestId,
    accessId: access.id,
    resourceName: access.name,
    details: { fingerprint: certificate.fingerprint, ...by },
  });
};

/** What one claim is given, and to which page or program. */
interface HandedOut extends Held {
  readonly service: Service;
  readonly secrets: Secrets;
}

/**
 * Takes the credentials with this claim, makes the platform accept them and records that they go out. `shownBy` is
 * asked in the transaction that records it, for what the history adds; it may refuse.
 */
export const handOut = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
  claimHash: string,
  shownBy?: (tx: Transaction) => Promise<Readonly<Record<string, string>>>,
): Promise<HandedOut> => {
  const { store, clock, ids } = deps;
  const credentialId = await store.write(async (tx) => {
    const now = clock.now();
    const { credential } = await hold(tx, actorId, organizationId, accessId);
    const outcome = claimCredential(credential, claimHash, now);
    if ('allowed' in outcome) throw problemOf(outcome);
    if (outcome.kind === 'first') {
      await settleCredential(tx, credential, outcome.change, now);
      // Should this process end right here, a worker sees to it that what the page recovers also works.
      await enqueue(tx, ids, now, 'activate', credential.id, now + 5 * SECOND);
    }
    return credential.id;
  });
  const opened = await activateForReveal(deps, credentialId);
  return store.write(async (tx) => {
    const now = clock.now();
    // The platform took its time: whoever left the group meanwhile gets nothing (R17), and only what goes out is recorded.
    const held = await hold(tx, actorId, organizationId, accessId);
    const outcome = claimCredential(held.credential, claimHash, now);
    if ('allowed' in outcome) throw problemOf(outcome);
    const found = await tx.get('services', held.credential.serviceId);
    // Confirmed from a second call of the same page in between: consumed like any other.
    if (!opened || !found || held.credential.id !== credentialId)
      throw problemOf(refused('credentials_consumed'));
    const by = (await shownBy?.(tx)) ?? {};
    await recordShown(tx, deps, now, held, by);
    return { ...held, service: found, secrets: opened };
  });
};

/**
 * Shows new credentials (R14 to R19): the first claim takes them, the same claim gets them again inside the window.
 * Errors: 403 for everyone else, 409 before there are any, 410 once consumed or expired, 503 while the platform cannot
 * accept them (the claim stays good).
 */
export const claimCredentials = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
  input: Out<typeof Claim>,
): Promise<Reveal> => {
  const claimHash = await deps.digest(input.claim);
  const handed = await handOut(deps, actorId, organizationId, accessId, claimHash);
  const { access, credential, service, secrets } = handed;
  return {
    credentials: {
      username: credential.username,
      password: secrets.password,
      access_cert: secrets.accessCert,
      access_key: secrets.accessKey,
      ca_cert: secrets.caCert,
    },
    certificate: {
      subject: credential.certificate.subject,
      issuer: credential.certificate.issuer,
      serial: credential.certificate.serial,
      fingerprint_sha256: credential.certificate.fingerprint,
      not_before_time: toWireTime(credential.certificate.notBefore),
      not_after_time: toWireTime(credential.certificate.notAfter),
    },
    connection: connectionOf(service),
    access: {
      access_id: access.id,
      access_name: access.name,
      project_name: access.projectName,
      service_name: access.serviceName,
      topics: topicsOf(access.acls),
    },
    recoverable_until_time: toWireTime(credential.windowEndsAt ?? deps.clock.now()),
  };
};

/** "I have saved these credentials" (R15, R19, R22). Repeatable with the same claim. */
export const confirmSaved = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
  input: Out<typeof Claim>,
): Promise<Out<typeof Saved>> => {
  const { store, clock, ids, digest } = deps;
  const claimHash = await digest(input.claim);
  return store.write(async (tx) => {
    const now = clock.now();
    const { actor, access, credential } = await hold(tx, actorId, organizationId, accessId);
    // Nobody can have saved what was never handed out.
    if (credential.activatedAt === null) throw problemOf(refused('claim_mismatch'));
    const outcome = confirmCredential(credential, claimHash, now);
    if ('allowed' in outcome) throw problemOf(outcome);
    if (outcome.kind === 'saved') {
      const retireAt = outcome.change.retireOldAt ?? null;
      const shows = credential.oldRetiredAt === null ? { oldValidUntil: retireAt } : {};
      await settleCredential(tx, credential, outcome.change, now, shows);
      if (retireAt !== null && credential.oldRetiredAt === null)
        await enqueue(tx, ids, now, 'retire_old', credential.id, retireAt);
      await recordAudit(tx, ids, now, {
        actor,
        action: 'credential.saved',
        organizationId,
        requestId: credential.requestId,
        accessId,
        resourceName: access.name,
        details: retireAt === null ? {} : { old_valid_until: toWireTime(retireAt) },
      });
    }
    return { access: await accessView(tx, await findAccess(tx, organizationId, accessId), actor, now) };
  });
};

/**
 * Ends the old credentials now (R22), or asks for it once more when their end has come and the platform failed to carry
 * it out. Errors: 403 outside the owner group, 409 when none are left, or when the access was seen in an older version:
 * after another rotation the old credentials would be other ones than those that were meant.
 */
export const retireOldCredentials = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
  input: Out<typeof Seen>,
): Promise<Out<typeof Saved>> => {
  const { store, clock, ids } = deps;
  return store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const access = await findAccess(tx, organizationId, accessId);
    const inUse = (await credentialsInUse(tx, [accessId])).get(accessId) ?? null;
    demand(mayRetireOldCredentials({ actor, access, inUse }));
    demandVersion(input.version, access.version);
    const change = inUse && advanceRetirement(inUse, now);
    if (!inUse || !change) throw problemOf(refused('no_old_credentials'));
    await settleCredential(tx, inUse, change, now, { oldValidUntil: change.retireOldAt });
    await enqueue(tx, ids, now, 'retire_old', inUse.id);
    await recordAudit(tx, ids, now, {
      actor,
      action: 'credential.retirement_advanced',
      organizationId,
      requestId: inUse.requestId,
      accessId,
      resourceName: access.name,
    });
    return { access: await accessView(tx, await findAccess(tx, organizationId, accessId), actor, now) };
  });
};
