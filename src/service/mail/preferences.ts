import type { Out } from '../../contract/operation.ts';
import type { MailPreferences, MailPreferencesChange } from '../../contract/schemas/mail.ts';
import { toWireTime } from '../../contract/text.ts';
import { bounceId } from '../../domain/mail/mail.ts';
import { MAIL_TOPIC_NAMES, UNSILENCED_TOPICS } from '../../contract/values.ts';
import { DELIVERY_PRESET, topicOf, type MailDelivery, type MailTopic } from '../../domain/mail/topic.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { loadActor } from '../shared/actor.ts';

const view = async (
  tx: ReadTransaction,
  personId: string,
  mailLeaves: boolean,
): Promise<Out<typeof MailPreferences>> => {
  const actor = await loadActor(tx, personId);
  const chosen = new Map(
    (await tx.find('mailPreferences', { where: { personId } })).map((row) => [row.topic, row.delivery]),
  );
  const bounce = await tx.get('mailBounces', bounceId(actor.organizationId, actor.email));
  return {
    mail_leaves: mailLeaves,
    address: actor.email,
    ...(bounce ? { bounced_time: toWireTime(bounce.bouncedAt) } : {}),
    preferences: MAIL_TOPIC_NAMES.map((topic) => ({ topic, delivery: chosen.get(topic) ?? DELIVERY_PRESET })),
  };
};

/** What is mailed to the caller, and how. */
export const getMailPreferences = ({ store, mailing }: Deps, personId: string) =>
  store.read((tx) => view(tx, personId, mailing !== null));

const choose = async (
  tx: Transaction,
  personId: string,
  topic: MailTopic,
  delivery: MailDelivery,
): Promise<void> => {
  const id = `${personId}/${topic}`;
  const row = await tx.get('mailPreferences', id);
  if (row) await tx.update('mailPreferences', id, { delivery });
  else await tx.insert('mailPreferences', { id, personId, topic, delivery });
};

const maySilence = (topic: MailTopic): boolean => !UNSILENCED_TOPICS.includes(topic);

const tell = (tx: Transaction, personId: string): void =>
  tx.announce({ touches: ['mailPreferences'], organizationId: null, personIds: [personId] });

/**
 * Changes the topics that are named; what was written before goes out as it was then to go. Errors: 400 for no mail
 * about security.
 */
export const changeMailPreferences = (
  { store, mailing }: Deps,
  personId: string,
  input: Out<typeof MailPreferencesChange>,
): Promise<Out<typeof MailPreferences>> =>
  store.write(async (tx) => {
    await loadActor(tx, personId);
    for (const [i, { topic, delivery }] of input.preferences.entries()) {
      if (delivery === 'none' && !maySilence(topic))
        throw new ProblemError('invalid_request', 'Mail about security cannot be turned off.', {
          pointer: `/preferences/${i}/delivery`,
        });
      await choose(tx, personId, topic, delivery);
    }
    tell(tx, personId);
    return view(tx, personId, mailing !== null);
  });

/**
 * One click in a mail program ends what the mail with this token is one of: reminders of its topic, or everything that
 * comes by digest, but for security, of which mails come at once then. An unknown token is answered alike.
 */
export const unsubscribe = ({ store }: Deps, token: string): Promise<{ message: string }> =>
  store.write(async (tx) => {
    const [mail] = await tx.find('mails', { where: { unsubscribe: token } });
    if (mail && mail.personId !== null) {
      const { personId, kind } = mail;
      const daily = (await tx.find('mailPreferences', { where: { personId } })).filter(
        ({ delivery }) => delivery === 'daily',
      );
      const topics = kind === 'digest' ? daily.map(({ topic }) => topic) : [topicOf(kind)];
      for (const topic of topics)
        await choose(tx, personId, topic, maySilence(topic) ? 'none' : DELIVERY_PRESET);
      tell(tx, personId);
    }
    return { message: 'You get no more mail of this kind.' };
  });
