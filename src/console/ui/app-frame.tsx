import { useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { Bell, Menu as MenuIcon, Monitor, Moon, Search, Sun, X } from 'lucide-react';
import { chooseScheme, useSchemeChoice, type SchemeChoice } from '../theme/color-scheme.ts';
import { BrandMark } from './brand-mark.tsx';
import { IconButton } from './button.tsx';
import { Kbd } from './kbd.tsx';
import { MenuButton, type MenuItem } from './menu.tsx';
import { Sidebar, SidebarToggle, type LinkComponent, type NavGroup } from './sidebar.tsx';
import { useModal } from './use-modal.ts';
import './app-frame.css';
import './dialog.css';

export type AppFrameProps = {
  groups: readonly NavGroup[];
  LinkComponent: LinkComponent;
  homeTo: string;
  organization?: string | undefined;
  /** Opens the command palette or search; its place says `Search` and shows the shortcut. */
  onSearch?: (() => void) | undefined;
  /** Absent = no bell. */
  notifications?: { count: number; onOpen: () => void } | undefined;
  /** The account menu, usually a MenuButton. */
  account?: ReactNode;
  /** A strip above everything: the demo's persona switcher. */
  banner?: ReactNode;
  children: ReactNode;
};

/** Sidebar, top bar and main part; knows neither router nor session. index.html carries the same boxes. */
export function AppFrame({
  groups,
  LinkComponent: Link,
  homeTo,
  organization,
  onSearch,
  notifications,
  account,
  banner,
  children,
}: AppFrameProps) {
  const [drawer, setDrawer] = useState(false);
  return (
    <>
      <a className="skip-link" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      {banner}
      <div className="frame">
        <header className="topbar">
          <IconButton
            label="Open navigation"
            className="menu-open-button"
            aria-haspopup="dialog"
            onClick={() => setDrawer(true)}
          >
            <MenuIcon size={18} aria-hidden />
          </IconButton>
          <Link to={homeTo} className="brand" aria-label="Latchkey, home">
            <BrandMark />
            <span className="brand-name">Latchkey</span>
          </Link>
          {organization !== undefined && (
            <div className="org">
              <span className="ellipsis">{organization}</span>
            </div>
          )}
          <div className="topbar-tools">
            {onSearch !== undefined && (
              <button type="button" className="topbar-search" onClick={onSearch}>
                <Search size={14} aria-hidden />
                <span>Go to</span>
                <Kbd>⌘K</Kbd>
              </button>
            )}
            {notifications !== undefined && <NotificationsButton {...notifications} />}
            <ThemeSwitch />
            {account}
          </div>
        </header>
        <Sidebar groups={groups} Link={Link} foot={<SidebarToggle />} />
        <main id="main" className="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      {drawer && <Drawer groups={groups} Link={Link} onClose={() => setDrawer(false)} />}
    </>
  );
}

/** By hand, because under the demo's hash router `#main` would be a route. */
function skipToMain(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector('main')?.focus();
}

function NotificationsButton({ count, onOpen }: { count: number; onOpen: () => void }) {
  return (
    <IconButton label={count === 0 ? 'Notifications' : `Notifications, ${count} unread`} onClick={onOpen}>
      <Bell size={16} aria-hidden />
      {count > 0 && <span className="badge-corner">{count > 99 ? '99+' : count}</span>}
    </IconButton>
  );
}

const SCHEMES = [
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
  ['system', 'Same as system', Monitor],
] as const satisfies readonly (readonly [SchemeChoice, string, typeof Sun])[];

function ThemeSwitch() {
  const choice = useSchemeChoice();
  const Icon = SCHEMES.find(([key]) => key === choice)?.[2] ?? Monitor;
  const items = (): MenuItem[] =>
    SCHEMES.map(([key, label, Mark]) => ({
      label,
      icon: <Mark size={16} aria-hidden />,
      checked: key === choice,
      onSelect: () => chooseScheme(key),
    }));
  return (
    <MenuButton className="icon-btn" aria-label="Theme" menuLabel="Theme" align="end" items={items}>
      <Icon size={16} aria-hidden />
    </MenuButton>
  );
}

function Drawer({
  groups,
  Link,
  onClose,
}: {
  groups: readonly NavGroup[];
  Link: LinkComponent;
  onClose: () => void;
}) {
  const element = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const modal = useModal(element, { modal: true, onRequestClose: onClose, initialFocus: close });
  return (
    <div {...modal} ref={element} role="dialog" className="layer" aria-label="Navigation">
      <div className="drawer">
        <div className="drawer-head">
          <span className="brand">
            <BrandMark />
            Latchkey
          </span>
          <IconButton ref={close} label="Close navigation" onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        </div>
        <Sidebar groups={groups} Link={Link} onNavigate={onClose} />
      </div>
    </div>
  );
}
