import { expect } from 'vitest';
import type { SmtpMailer } from '../../server/mail/smtp-mailer.ts';
import type { Mail } from '../../domain/mail/mail.ts';
import type { TestHost } from '../http-suite/host.ts';
import type { Arrived, TestSmtp } from '../smtp.ts';
import type { PersonName } from '../world.ts';

/** A backend that sends mail, and the server that takes it. */
export interface MailGround {
  readonly host: TestHost;
  readonly smtp: TestSmtp;
  readonly mailer: SmtpMailer;
}

export const PUBLIC_URL = 'https://keys.halden.example';
export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** What this person got, in order. */
export const to = ({ smtp }: MailGround, name: PersonName): readonly Arrived[] =>
  smtp.arrived.filter((one) => one.to === `${name}@example.com`);

/** Who got what, as `address: subject`, sorted. */
export const subjects = ({ smtp }: MailGround): readonly string[] =>
  smtp.arrived.map(({ to: address, mail }) => `${address.split('@')[0]}: ${mail.subject}`).toSorted();

/** One header of a mail, by its lower-case name. */
export const header = ({ mail }: Arrived, name: string): string | undefined =>
  mail.headers.find(({ key }) => key === name)?.value;

/** The rows of the outbox, oldest first. */
export const outbox = ({ host }: MailGround): Promise<readonly Mail[]> =>
  host.store.read((tx) => tx.find('mails', { order: { column: 'createdAt', direction: 'asc' } }));

/** The only mail that this person got. */
export const only = (ground: MailGround, name: PersonName): Arrived => {
  const [one, ...others] = to(ground, name);
  expect(others.map(({ mail }) => mail.subject)).toEqual([]);
  if (!one) throw new Error(`${name} got no mail`);
  return one;
};
