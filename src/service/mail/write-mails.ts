import { bounceId, digestId, nextDigestAt, type Mail } from '../../domain/mail/mail.ts';
import { DELIVERY_PRESET, isReminder, topicOf, type MailTopic } from '../../domain/mail/topic.ts';
import { isNoAddress } from '../../domain/people.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Ids, ReadTransaction, Transaction } from '../ports/ports.ts';
import type { Notice } from '../shared/record.ts';

/** Whoever sends mail listens for this; it names no noun of the console. */
export const wakeCouriers = (tx: Transaction): void =>
  tx.announce({ touches: ['mails'], organizationId: null, personIds: null });

/** Reminders that were not sent yet go: others take their place, or there is nothing to be reminded of. */
export const withdrawMails = async (tx: Transaction, subjectKey: string): Promise<void> => {
  for (const mail of await tx.find('mails', { where: { subjectKey } }))
    if (mail.status === 'queued' || mail.status === 'gathered' || mail.status === 'withheld')
      await tx.remove('mails', mail.id);
};

const EMPTY = {
  requestId: null,
  accessId: null,
  params: {},
  notificationId: null,
  digestId: null,
  subjectKey: null,
  unsubscribe: null,
  status: 'queued',
  attempts: 0,
  lastError: null,
  sentAt: null,
} as const satisfies Partial<Mail>;

/** The digest that somebody's next mail goes out with; made where it is the first. */
const openDigest = async (
  tx: Transaction,
  ids: Ids,
  now: Instant,
  person: { readonly id: string; readonly organizationId: string; readonly email: string },
): Promise<string> => {
  for (let dueAt = nextDigestAt(now); ; dueAt += DAY) {
    const id = digestId(person.id, dueAt);
    const found = await tx.get('mails', id);
    // By the clock of another server it may have gone out already.
    if (found && found.status !== 'queued') continue;
    if (!found)
      await tx.insert('mails', {
        ...EMPTY,
        id,
        organizationId: person.organizationId,
        personId: person.id,
        address: person.email,
        kind: 'digest',
        unsubscribe: ids.next('uns'),
        dueAt,
        // What it says is written then.
        createdAt: dueAt,
      });
    return id;
  }
};

const deliveriesOf = async (
  tx: ReadTransaction,
  personIds: readonly string[],
  topic: MailTopic,
): Promise<ReadonlyMap<string, string>> => {
  const chosen = await tx.find('mailPreferences', {
    where: { id: { in: personIds.map((id) => `${id}/${topic}`) } },
  });
  return new Map(chosen.map(({ personId, delivery }) => [personId, delivery]));
};

const bouncing = async (
  tx: ReadTransaction,
  organizationId: string,
  addresses: readonly string[],
): Promise<(address: string) => boolean> => {
  const rows = await tx.find('mailBounces', {
    where: { id: { in: addresses.map((address) => bounceId(organizationId, address)) } },
  });
  const found = new Set(rows.map(({ id }) => id));
  return (address) => found.has(bounceId(organizationId, address));
};

/**
 * Writes a notice's mails in the transaction of what they tell of: one for each person who wants one, now or with the
 * day's digest, and one for each technical address. `told` has the notification of each person.
 */
export const writeMails = async (
  tx: Transaction,
  ids: Ids,
  now: Instant,
  notice: Notice,
  told: ReadonlyMap<string, string>,
): Promise<void> => {
  const topic = topicOf(notice.kind);
  const personIds = [...told.keys()];
  const people = personIds.length === 0 ? [] : await tx.find('people', { where: { id: { in: personIds } } });
  const chosen = await deliveriesOf(tx, personIds, topic);
  const taken = new Set(people.map(({ email }) => email.toLowerCase()));
  // Somebody who is told as a person needs no second mail.
  const others = (notice.addresses ?? []).filter((address) => !taken.has(address.toLowerCase()));
  const { organizationId } = notice;
  const bounces = await bouncing(tx, organizationId, [...people.map(({ email }) => email), ...others]);
  const write = (
    address: string,
    mail: Pick<Mail, 'personId' | 'notificationId' | 'digestId' | 'unsubscribe'>,
  ): Promise<void> =>
    tx.insert('mails', {
      ...EMPTY,
      id: ids.next('mal'),
      organizationId,
      address,
      kind: notice.kind,
      requestId: notice.requestId ?? null,
      accessId: notice.accessId ?? null,
      params: notice.params,
      subjectKey: notice.subjectKey ?? null,
      ...mail,
      status: mail.digestId !== null ? 'gathered' : bounces(address) ? 'withheld' : 'queued',
      dueAt: now,
      createdAt: now,
    });
  let some = others.length > 0;
  for (const person of people) {
    const delivery = chosen.get(person.id) ?? DELIVERY_PRESET;
    if (delivery === 'none' || isNoAddress(person.email)) continue;
    some = true;
    await write(person.email, {
      personId: person.id,
      notificationId: told.get(person.id) ?? null,
      digestId: delivery === 'daily' ? await openDigest(tx, ids, now, person) : null,
      unsubscribe: delivery === 'at_once' && isReminder(topic) ? ids.next('uns') : null,
    });
  }
  for (const address of others)
    await write(address, { personId: null, notificationId: null, digestId: null, unsubscribe: null });
  if (some) wakeCouriers(tx);
};
