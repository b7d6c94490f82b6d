import { useRef, useState } from 'react';
import { Bell } from 'lucide-react';
import { listNotifications } from '../../contract/operations/session.ts';
import { useRead } from '../api/queries.ts';
import { lazily } from '../ui/lazily.tsx';
import { IconButton } from '../ui/button.tsx';

const NotificationsPanel = lazily(async () => (await import('./notifications-panel.tsx')).NotificationsPanel);

/** The bell with what I have not read, and the list it opens. */
export function NotificationsButton() {
  const { data, error } = useRead(listNotifications, {});
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const unread = data?.unread_count ?? 0;
  return (
    <>
      <IconButton
        ref={button}
        label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerOver={NotificationsPanel.preload}
        onFocusCapture={NotificationsPanel.preload}
        onClick={() => setOpen((was) => !was)}
      >
        <Bell size={16} aria-hidden />
        {unread > 0 && <span className="badge-corner">{unread > 99 ? '99+' : unread}</span>}
      </IconButton>
      {open && (
        <NotificationsPanel anchor={button} list={data} error={error} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
