import { createTransport } from 'nodemailer';
import type { Mailer, MailOutcome, OutgoingMail } from '../../service/ports/ports.ts';
import { UnavailableError } from '../../service/ports/store.ts';
import type { Sender, SmtpTarget } from './smtp-url.ts';

/** All of one mail may take so long, in milliseconds; less than the lock of whoever sends it. */
const LIMIT = 30_000;
/** Waiting for a connection, for its greeting, for a word in between. */
const CONNECTION = 10_000;
const SILENCE = 20_000;

export interface SmtpMailer extends Mailer {
  /** Ends its connections. */
  close(): void;
}

/** What nodemailer hangs on its errors; anything else has none of it. */
interface SmtpFailure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 300);

/** What a server answered, or what happened to the line; without what we sent. */
const reasonOf = (error: Error & SmtpFailure): string =>
  oneLine(typeof error.response === 'string' ? error.response : error.message);

/** Whether the server refused this mail, rather than us, or was not there. */
const outcomeOf = (error: unknown): MailOutcome => {
  // Every field is looked at before it is used.
  const failure = error as Error & SmtpFailure;
  const { command, responseCode: code } = failure;
  const reason = error instanceof Error ? reasonOf(failure) : 'unknown fault';
  const about = typeof code === 'number' && (command === 'RCPT TO' || command === 'DATA');
  // 421: the server goes away; 503: the conversation went wrong, not the mail.
  if (!about || code === 421 || code === 503)
    throw new UnavailableError(`The SMTP server does not take mail: ${reason}`, { cause: error });
  if (code < 500) return { kind: 'later', reason };
  return { kind: command === 'RCPT TO' ? 'address' : 'message', reason };
};

const within = async <R>(work: Promise<R>): Promise<R> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new UnavailableError('The SMTP server takes too long.')), LIMIT);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** One address and nothing else: what would begin another one, or another header, is refused here already. */
const SINGLE = /^[^\s@<>"(),:;\\\p{Cc}]+@[^\s@<>"(),:;\\\p{Cc}]+$/u;

/**
 * Sends through an SMTP server, over a few connections that are kept. The same mail is the same message each time, byte
 * for byte: what takes it twice can tell by its Message-ID. `ca`: whose certificates are trusted besides the usual ones.
 */
export const createSmtpMailer = (
  target: SmtpTarget,
  from: Sender,
  options: { readonly ca?: string } = {},
): SmtpMailer => {
  const { host, port, security, auth } = target;
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    maxMessages: 100,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain',
    ...(auth ? { auth } : {}),
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
    connectionTimeout: CONNECTION,
    greetingTimeout: CONNECTION,
    dnsTimeout: CONNECTION,
    socketTimeout: SILENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    send: async (mail: OutgoingMail): Promise<MailOutcome> => {
      if (!SINGLE.test(mail.address))
        return { kind: 'address', reason: 'This is not an address that mail can be sent to.' };
      const sent = transport.sendMail({
        from: { ...from },
        to: { name: '', address: mail.address },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        date: new Date(mail.writtenAt),
        messageId: `<${mail.id}@${domain}>`,
        baseBoundary: mail.id,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          ...(mail.unsubscribe === null
            ? {}
            : {
                'List-Unsubscribe': `<${mail.unsubscribe}>`,
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              }),
        },
      });
      // Who is late may fail later, when nobody listens any more.
      sent.catch(() => undefined);
      try {
        await within(sent);
      } catch (error) {
        if (error instanceof UnavailableError) throw error;
        return outcomeOf(error);
      }
      return { kind: 'taken' };
    },
    close: () => transport.close(),
  };
};
