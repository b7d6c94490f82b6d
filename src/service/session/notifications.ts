import type { Out } from '../../contract/operation.ts';
import type { MarkRead, NotificationList } from '../../contract/schemas/session.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Deps } from '../deps.ts';

/** How many the console lists at once. */
const NEWEST = 50;

/** The person's newest notifications (R13). */
export const listNotifications = ({ store }: Deps, personId: string): Promise<Out<typeof NotificationList>> =>
  store.read(async (tx) => {
    const rows = await tx.find('notifications', {
      where: { personId },
      order: { column: 'createdAt', direction: 'desc' },
      limit: NEWEST,
    });
    return {
      notifications: rows.map((row) => ({
        notification_id: row.id,
        kind: row.kind,
        ...(row.requestId === null ? {} : { request_id: row.requestId }),
        ...(row.accessId === null ? {} : { access_id: row.accessId }),
        params: { ...row.params },
        create_time: toWireTime(row.createdAt),
        read: row.readAt !== null,
      })),
      unread_count: await tx.count('notifications', { where: { personId, readAt: null } }),
    };
  });

/** Marks the person's own notifications as read; ids of others are passed over. */
export const markNotificationsRead = (
  { store, clock }: Deps,
  personId: string,
  input: Out<typeof MarkRead>,
): Promise<{ message: string }> =>
  store.write(async (tx) => {
    const now = clock.now();
    const rows = await tx.find('notifications', {
      where: {
        personId,
        readAt: null,
        ...(input.notification_ids ? { id: { in: input.notification_ids } } : {}),
      },
    });
    for (const { id } of rows) await tx.update('notifications', id, { readAt: now });
    if (rows.length > 0)
      tx.announce({ touches: ['notifications'], organizationId: null, personIds: [personId] });
    return { message: 'Marked as read.' };
  });
