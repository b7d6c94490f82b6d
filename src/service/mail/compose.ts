import { consoleLinks, linkOfNotice } from '../../contract/console-links.ts';
import type { Mail } from '../../domain/mail/mail.ts';
import type { NotificationKind } from '../../domain/notification.ts';
import type { OutgoingMail } from '../ports/ports.ts';
import { wordsOf } from './words.ts';

/** What a header may hold: one line, nothing that hides or turns text, not too long. */
export const oneLine = (text: string, most = 180): string => {
  const plain = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const letters = [...plain];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : plain;
};

/** Text of a paragraph: line breaks stay, what hides or turns text goes. */
const cleared = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Cf}/gu, '');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (letter) => ENTITIES[letter] ?? '');

/** One thing that a mail tells, with its link. */
interface Item {
  readonly paragraphs: readonly string[];
  readonly action: string;
  readonly url: string;
}

interface Composition {
  readonly subject: string;
  readonly items: readonly Item[];
  /** Why somebody gets it, and where to change that. */
  readonly foot: string;
  readonly settingsUrl: string | null;
}

const asText = ({ items, foot, settingsUrl }: Composition): string =>
  [
    ...items.map(({ paragraphs, action, url }) => [...paragraphs, `${action}:\n${url}`].join('\n\n')),
    `-- \n${foot}${settingsUrl === null ? '' : `\nChange what is mailed to you: ${settingsUrl}`}`,
  ].join('\n\n');

const PARAGRAPH = 'margin:0 0 12px;white-space:pre-line';
const BUTTON =
  'display:inline-block;padding:8px 14px;border-radius:6px;background:#0f766e;color:#ffffff;text-decoration:none';

const asHtml = ({ subject, items, foot, settingsUrl }: Composition): string => {
  const parts = items.map(
    ({ paragraphs, action, url }) =>
      `${paragraphs.map((text) => `<p style="${PARAGRAPH}">${escaped(text)}</p>`).join('')}` +
      `<p style="margin:0 0 28px"><a href="${escaped(url)}" style="${BUTTON}">${escaped(action)}</a></p>`,
  );
  const settings =
    settingsUrl === null
      ? ''
      : ` <a href="${escaped(settingsUrl)}" style="color:#52525b">Change what is mailed to you</a>`;
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>` +
    '<body style="margin:0;padding:24px;background:#ffffff;color:#18181b;' +
    'font:14px/1.5 Inter,system-ui,-apple-system,\'Segoe UI\',sans-serif"><div style="max-width:560px">' +
    `${parts.join('')}<p style="margin:0;padding-top:12px;border-top:1px solid #e4e4e7;color:#52525b;font-size:12px">` +
    `${escaped(foot)}${settings}</p></div></body></html>`
  );
};

/** What a mail is written from besides itself. */
export interface MailContext {
  readonly publicUrl: string;
  /** What a digest gathers, oldest first; empty for any other mail. */
  readonly items: readonly Mail[];
  /** Projects that the reader has a role in, among those that the mail names. */
  readonly projects: ReadonlySet<string>;
}

const itemOf = (mail: Mail, kind: NotificationKind, { publicUrl, projects }: MailContext): Item => {
  const { paragraphs, action } = wordsOf(kind, mail.params);
  // A technical address belongs to nobody who could be refused; its readers have to sign in all the same.
  const link = linkOfNotice({ ...mail, kind }, (project) => mail.personId === null || projects.has(project));
  return { paragraphs: paragraphs.map(cleared), action, url: publicUrl + (link ?? '/') };
};

const compositionOf = (mail: Mail, context: MailContext): Composition => {
  const settingsUrl = context.publicUrl + consoleLinks.notifications();
  if (mail.kind === 'digest') {
    const { items } = context;
    return {
      subject: items.length === 1 ? 'Latchkey: 1 notice' : `Latchkey: ${items.length} notices`,
      items: items.flatMap((item) => (item.kind === 'digest' ? [] : [itemOf(item, item.kind, context)])),
      foot: 'You asked Latchkey to send you these once a day.',
      settingsUrl,
    };
  }
  const { subject } = wordsOf(mail.kind, mail.params);
  const own = mail.personId !== null;
  return {
    subject: oneLine(subject),
    items: [itemOf(mail, mail.kind, context)],
    foot: own
      ? 'Latchkey wrote to you because this concerns you.'
      : `This is a technical address of ${cleared(mail.params['service'] ?? 'a service')}. Admins of its project can remove it in Latchkey.`,
    settingsUrl: own ? settingsUrl : null,
  };
};

/** Writes a mail, the same whenever it is written from the same rows: no secret is in any of them (R21). */
export const composeMail = (mail: Mail, context: MailContext): OutgoingMail => {
  const composition = compositionOf(mail, context);
  return {
    id: mail.id,
    address: mail.address,
    subject: composition.subject,
    text: asText(composition),
    html: asHtml(composition),
    writtenAt: mail.createdAt,
    unsubscribe:
      mail.unsubscribe === null ? null : `${context.publicUrl}/v1/mail/unsubscribe/${mail.unsubscribe}`,
  };
};
