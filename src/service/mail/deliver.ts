import { bounceId, GIVE_UP, nextAttemptAt, type Mail } from '../../domain/mail/mail.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { Mailing, MailOutcome, OutgoingMail, ReadTransaction, Transaction } from '../ports/ports.ts';
import { nextDue, stillTaken, takeDue, type Outbox } from '../shared/outbox.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';
import { composeMail } from './compose.ts';

/** How long a sender may be silent before another takes its mail; longer than a mailer takes at most. Milliseconds. */
const LOCK = 3 * MINUTE;

/** Takes mails that are due, each for one sender at a time. */
export const takeDueMails = (deps: Pick<Deps, 'store' | 'clock'>, limit: number): Promise<readonly Mail[]> =>
  takeDue(deps, 'mails', LOCK, limit);

/** Whether what it tells is still to be told: reminders are withdrawn, requests decided, digests read in the console. */
const wanted = async (tx: ReadTransaction, mail: Mail): Promise<boolean> => {
  if (mail.personId === null) return true;
  if (!(await tx.get('people', mail.personId))) return false;
  if (mail.notificationId === null) return true;
  const notification = await tx.get('notifications', mail.notificationId);
  if (!notification) return false;
  const passing = mail.kind === 'request_to_approve' || mail.digestId !== null;
  return notification.readAt === null || !passing;
};

/** The projects among those that mails name in which their reader has a role. */
const projectsOf = async (tx: ReadTransaction, mails: readonly Mail[]): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  for (const { organizationId, personId, params } of mails) {
    const name = params['project'];
    if (name === undefined || personId === null || found.has(name)) continue;
    const [project] = await tx.find('projects', { where: { organizationId, name } });
    if (project && (await tx.get('projectMembers', `${project.id}:${personId}`))) found.add(name);
  }
  return found;
};

const gathered = async (tx: ReadTransaction, mail: Mail): Promise<readonly Mail[]> => {
  const items: Mail[] = [];
  if (mail.kind === 'digest')
    for (const item of await tx.find('mails', { where: { digestId: mail.id } }))
      if (item.status === 'gathered' && (await wanted(tx, item))) items.push(item);
  return items;
};

interface Written {
  readonly outgoing: OutgoingMail;
  readonly items: readonly Mail[];
}

/** What is to be sent; null where nobody needs it any more. */
const write = ({ store }: Pick<Deps, 'store'>, { publicUrl }: Mailing, mail: Mail): Promise<Written | null> =>
  store.read(async (tx) => {
    if (!(await wanted(tx, mail))) return null;
    const items = await gathered(tx, mail);
    if (mail.kind === 'digest' && items.length === 0) return null;
    const projects = await projectsOf(tx, [mail, ...items]);
    return { outgoing: composeMail(mail, { publicUrl, items, projects }), items };
  });

/** Changes a mail that is still this sender's: another may have taken it over after the lock ran out. */
const settle = (
  { store }: Pick<Deps, 'store'>,
  mail: Mail,
  change: Partial<Mail>,
  more?: (tx: Transaction) => Promise<void>,
): Promise<void> =>
  store.write(async (tx) => {
    if (!(await stillTaken(tx, 'mails', mail))) return;
    await tx.update('mails', mail.id, change);
    await more?.(tx);
  });

/** Gives a mail back that could not even be tried, so that it is due at once when somebody answers again. */
const putBack = (deps: Pick<Deps, 'store' | 'clock'>, mail: Mail, reason: string): Promise<void> =>
  settle(deps, mail, { dueAt: deps.clock.now(), lastError: reason });

const markBouncing = async (
  tx: Transaction,
  deps: Pick<Deps, 'ids' | 'clock'>,
  mail: Mail,
  reason: string,
): Promise<void> => {
  const { organizationId, address } = mail;
  const id = bounceId(organizationId, address);
  const now = deps.clock.now();
  if (await tx.get('mailBounces', id)) await tx.update('mailBounces', id, { reason, bouncedAt: now });
  else await tx.insert('mailBounces', { id, organizationId, address, reason, bouncedAt: now });
  // Whatever else waits for this address waits until somebody tries it again.
  for (const other of await tx.find('mails', { where: { organizationId, address, status: 'queued' } }))
    await tx.update('mails', other.id, { status: 'withheld' });
  await recordAudit(tx, deps.ids, now, {
    actor: SYSTEM,
    action: 'mail.bounced',
    organizationId,
    resourceName: address,
    details: { reason },
  });
  tx.announce({ touches: ['people', 'mailPreferences'], organizationId, personIds: null });
};

const changeAfter = (deps: Pick<Deps, 'clock'>, mail: Mail, outcome: MailOutcome): Partial<Mail> => {
  const now = deps.clock.now();
  switch (outcome.kind) {
    case 'taken':
      return { status: 'sent', sentAt: now, lastError: null };
    case 'address':
      return { status: 'withheld', lastError: outcome.reason };
    case 'message':
      return { status: 'failed', lastError: outcome.reason };
    case 'later':
      return { dueAt: nextAttemptAt(mail.attempts, now), lastError: outcome.reason };
  }
};

/**
 * Sends a mail that was taken, and notes what became of it. Throws UnavailableError when no server takes mail of ours; it
 * was then put back. A process that dies between sending and noting leaves it due: it is sent again under the same
 * Message-ID, with the same content.
 */
export const deliverMail = async (
  deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
  mailing: Mailing,
  mail: Mail,
): Promise<void> => {
  const { clock } = deps;
  const written = await write(deps, mailing, mail);
  if (written === null) return settle(deps, mail, { status: 'dropped' });
  if (clock.now() - mail.createdAt > GIVE_UP)
    return settle(deps, mail, {
      status: 'failed',
      lastError: mail.lastError ?? 'No server took it in time.',
    });
  const bounce = await deps.store.get('mailBounces', bounceId(mail.organizationId, mail.address));
  if (bounce) return settle(deps, mail, { status: 'withheld' });
  let outcome: MailOutcome;
  try {
    outcome = await mailing.mailer.send(written.outgoing);
  } catch (error) {
    await putBack(deps, mail, error instanceof Error ? error.message : 'unknown fault');
    throw error;
  }
  await settle(deps, mail, changeAfter(deps, mail, outcome), async (tx) => {
    if (outcome.kind === 'taken')
      for (const { id } of written.items)
        await tx.update('mails', id, { status: 'sent', sentAt: clock.now() });
    if (outcome.kind === 'address') await markBouncing(tx, deps, mail, outcome.reason);
  });
};

/** The mails of the store, for a courier. */
export const mailOutbox = (deps: Pick<Deps, 'store' | 'clock' | 'ids'>, mailing: Mailing): Outbox<Mail> => ({
  noun: 'mails',
  outage: 'Mail cannot be sent. It is kept and tried again.',
  take: (limit) => takeDueMails(deps, limit),
  deliver: (mail) => deliverMail(deps, mailing, mail),
  putBack: (mail, reason) => putBack(deps, mail, reason),
  nextAt: () => nextDue(deps, 'mails'),
});
