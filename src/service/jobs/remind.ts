import type { Credential } from '../../domain/credential/credential.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { reminderKey, withdrawReminder } from '../credentials/withdraw-reminder.ts';
import type { Deps } from '../deps.ts';
import { notify } from '../shared/record.ts';
import type { Again } from './tend-certificates.ts';

/** How long before they end people are reminded of credentials that nobody looked at (R20); the last time first. */
const LAST = DAY;
const FIRST = 2 * DAY;

/** When somebody is to be reminded of credentials for the first time. */
export const firstReminderAt = ({ expiresAt }: Pick<Credential, 'expiresAt'>): Instant => expiresAt - FIRST;

/** Reminds whoever may see credentials that they end soon: two days before and one day before, once each. */
export const remindUnviewed = (deps: Deps, credentialId: string): Promise<Again | void> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const credential = await tx.get('credentials', credentialId);
    if (credential?.status !== 'sealed' || now >= credential.expiresAt) return undefined;
    const last = credential.expiresAt - LAST;
    const access = await tx.get('accesses', credential.accessId);
    await withdrawReminder(tx, credential);
    await notify(tx, deps, now, {
      kind: 'credentials_expiring',
      organizationId: credential.organizationId,
      personIds: [credential.revealTo],
      requestId: credential.requestId,
      accessId: credential.accessId,
      params: { access: access?.name ?? credential.username, days: now < last ? '2' : '1' },
      subjectKey: reminderKey(credential.id),
    });
    return now < last ? () => Promise.resolve(last) : undefined;
  });
