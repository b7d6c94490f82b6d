import type { Mailing } from '../../service/ports/ports.ts';
import type { Config } from '../config.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

/** How mail leaves a server that is configured so; null where it does not. */
export const createMailing = ({
  smtp,
  mailFrom,
  publicUrl,
}: Pick<Config, 'smtp' | 'mailFrom' | 'publicUrl'>): (Mailing & { close(): void }) | null => {
  if (smtp === null || mailFrom === null || publicUrl === null) return null;
  const mailer = createSmtpMailer(smtp, mailFrom);
  return { mailer, publicUrl, close: () => mailer.close() };
};
