import type * as operations from '../../operations/mail.ts';
import type { SchemasOf } from '../by-operation.ts';
import * as mail from '../mail.ts';
import { Done } from '../shared.ts';

export const SCHEMAS = {
  getMailPreferences: { answer: mail.MailPreferences },
  changeMailPreferences: { body: mail.MailPreferencesChange, answer: mail.MailPreferences },
  unsubscribeFromMail: { answer: Done },
  getTechnicalAddresses: { answer: mail.TechnicalAddresses },
  changeTechnicalAddresses: { body: mail.TechnicalAddressesChange, answer: mail.TechnicalAddresses },
  listMailBounces: { answer: mail.MailBounceList },
  retryMailBounce: { body: mail.MailBounceRetry, answer: Done },
} as const satisfies SchemasOf<typeof operations>;
