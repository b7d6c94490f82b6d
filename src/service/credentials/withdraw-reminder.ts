import type { Credential } from '../../domain/credential/credential.ts';
import { withdrawMails } from '../mail/write-mails.ts';
import type { Transaction } from '../ports/ports.ts';

/** What reminders of credentials that nobody looked at have in common. */
export const reminderKey = (credentialId: string): string => `unviewed/${credentialId}`;

/** The reminder is out of date: another takes its place, or its credentials ended. */
export const withdrawReminder = async (tx: Transaction, credential: Credential): Promise<void> => {
  const unread = await tx.find('notifications', {
    where: { personId: credential.revealTo, kind: 'credentials_expiring', readAt: null },
  });
  for (const notice of unread)
    if (notice.accessId === credential.accessId) await tx.remove('notifications', notice.id);
  await withdrawMails(tx, reminderKey(credential.id));
};
