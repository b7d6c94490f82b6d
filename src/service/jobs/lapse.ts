import type { AuditAction } from '../../domain/audit/event.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { closeWindow, expireCredential } from '../../domain/credential/lifecycle.ts';
import type { Instant } from '../../domain/time.ts';
import { credentialsInUse } from '../credentials/in-use.ts';
import { settleCredential } from '../credentials/settle.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { notify, recordAudit, SYSTEM, type Telling } from '../shared/record.ts';
import { enqueue } from './kinds.ts';

const record = async (
  { ids }: Pick<Deps, 'ids'>,
  tx: Transaction,
  now: Instant,
  credential: Credential,
  action: AuditAction,
): Promise<string> => {
  const access = await tx.get('accesses', credential.accessId);
  const name = access?.name ?? credential.username;
  await recordAudit(tx, ids, now, {
    actor: SYSTEM,
    action,
    organizationId: credential.organizationId,
    requestId: credential.requestId,
    accessId: credential.accessId,
    resourceName: name,
  });
  return name;
};

/** The page that began the reveal never confirmed (R19): the server's copy goes, the old credentials stay. */
export const lapse = (deps: Deps, credentialId: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const credential = await tx.get('credentials', credentialId);
    const change = credential && closeWindow(credential, now);
    if (!credential || !change) return;
    await settleCredential(tx, credential, change, now);
    await record(deps, tx, now, credential, 'credential.unconfirmed');
  });

/** Credentials that nobody looked at end (R20), also when the one who could has left the owner group (`force`). */
export const expireUnviewed = async (
  deps: Telling,
  tx: Transaction,
  credentialId: string,
  now: Instant,
  force: boolean,
): Promise<void> => {
  const credential = await tx.get('credentials', credentialId);
  const change = credential && expireCredential(credential, now, force);
  if (!credential || !change) return;
  await settleCredential(tx, credential, change, now);
  const { serviceId, generation, username } = credential;
  await enqueue(tx, deps.ids, now, 'discard', `${serviceId}/${generation}/${username}`);
  const access = await record(deps, tx, now, credential, 'credential.expired');
  await notify(tx, deps, now, {
    kind: 'credentials_expired',
    organizationId: credential.organizationId,
    personIds: [credential.revealTo],
    requestId: credential.requestId,
    accessId: credential.accessId,
    params: { access },
  });
};

/** Ends what is older than these credentials (R22). */
export const retireOld = async (deps: Deps, credentialId: string): Promise<void> => {
  const { store, clock, platform } = deps;
  const due = async (tx: Pick<Transaction, 'get'>): Promise<Credential | null> => {
    const credential = await tx.get('credentials', credentialId);
    const open = credential && credential.retireOldAt !== null && credential.oldRetiredAt === null;
    return open && credential.retireOldAt !== null && credential.retireOldAt <= clock.now()
      ? credential
      : null;
  };
  const found = await store.read(async (tx) => {
    const credential = await due(tx);
    const service = credential && (await tx.get('services', credential.serviceId));
    return credential && service ? { credential, service } : null;
  });
  if (!found) return;
  const { username, generation } = found.credential;
  await platform.retireOlder({ service: found.service, username }, generation);
  await store.write(async (tx) => {
    const now = clock.now();
    const credential = await due(tx);
    if (!credential) return;
    // The end that the access names is the one that the credentials in use bring (R22), not that of an earlier rotation.
    const inUse = (await credentialsInUse(tx, [credential.accessId])).get(credential.accessId);
    const named = inUse?.id === credential.id ? { oldValidUntil: null } : {};
    await settleCredential(tx, credential, { oldRetiredAt: now }, now, named);
    await record(deps, tx, now, credential, 'credential.old_retired');
  });
};
