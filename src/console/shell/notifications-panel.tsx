import type { RefObject } from 'react';
import { Link } from 'react-router-dom';
import type { AnswerOf } from '../../contract/operation.ts';
import { markNotificationsRead, type listNotifications } from '../../contract/operations/session.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';
import { useSession } from '../api/session.ts';
import { PastTime } from '../parts/past-time.tsx';
import { Button } from '../ui/button.tsx';
import { Floating } from '../ui/floating.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { toast } from '../ui/toast-store.ts';
import { linkOf, sentenceOf } from './notification-words.ts';

type Props = {
  anchor: RefObject<HTMLElement | null>;
  list: AnswerOf<typeof listNotifications> | undefined;
  error: Error | null;
  onClose: () => void;
};

/** My newest notifications. Following one marks it as read. */
export function NotificationsPanel({ anchor, list, error, onClose }: Props) {
  const { run, pending } = useCommand(markNotificationsRead);
  const mark = (ids?: string[]) =>
    run({ body: ids === undefined ? {} : { notification_ids: ids } }).catch((thrown: unknown) =>
      toast({ tone: 'error', title: messageOf(thrown) }),
    );
  const { project_roles: roles } = useSession();
  const notifications = list?.notifications ?? [];

  return (
    <Floating
      anchor={anchor}
      align="end"
      role="dialog"
      label="Notifications"
      className="notifications"
      onClose={onClose}
    >
      <div className="notifications-head">
        <h2>Notifications</h2>
        {(list?.unread_count ?? 0) > 0 && (
          <Button
            variant="quiet"
            size="small"
            busy={pending}
            onClick={() => {
              keepFocus();
              void mark();
            }}
          >
            Mark all as read
          </Button>
        )}
      </div>
      {notifications.length === 0 && (
        <p className="notifications-none muted">
          {error !== null && list === undefined
            ? messageOf(error)
            : list === undefined
              ? 'Loading'
              : 'Nothing yet. You are told here when a request waits for you and when your credentials are ready.'}
        </p>
      )}
      <ul>
        {notifications.map((notification) => {
          const link = linkOf(notification, roles);
          const content = (
            <>
              <span className="notification-text">
                {!notification.read && <span className="visually-hidden">Unread: </span>}
                {sentenceOf(notification)}
              </span>
              <span className="muted">
                <PastTime at={notification.create_time} />
              </span>
            </>
          );
          return (
            <li
              key={notification.notification_id}
              className={notification.read ? undefined : 'notification-unread'}
            >
              {link === undefined ? (
                <div className="notification">{content}</div>
              ) : (
                <Link
                  className="notification"
                  to={link}
                  onClick={() => {
                    if (!notification.read) void mark([notification.notification_id]);
                    onClose();
                  }}
                >
                  {content}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Floating>
  );
}
