import { useState, type ComponentType, type MouseEventHandler, type ReactNode } from 'react';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { tooltip } from './tooltip.ts';

/** The router's link, or a plain one: ui knows no router. */
export type LinkComponent = ComponentType<{
  to: string;
  className?: string;
  children?: ReactNode;
  title?: string;
  'aria-label'?: string;
  'aria-current'?: 'page' | undefined;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
}>;

export type NavItem = {
  key: string;
  label: string;
  icon: ReactNode;
  to: string;
  active: boolean;
  /** What waits for me; 0 and absent show nothing. */
  count?: number | undefined;
  /** What the count counts, for screen readers: "3 waiting for you". */
  countLabel?: string | undefined;
};
export type NavGroup = { key: string; label: string; items: readonly NavItem[] };

type SidebarProps = {
  groups: readonly NavGroup[];
  Link: LinkComponent;
  onNavigate?: () => void;
  foot?: ReactNode;
};

export function Sidebar({ groups, Link, onNavigate, foot }: SidebarProps) {
  return (
    <nav className="sidebar" aria-label="Main">
      {groups.map((group) => (
        <div key={group.key} className="nav-group" role="group" aria-label={group.label}>
          <div className="nav-heading" aria-hidden="true">
            {group.label}
          </div>
          <ul>
            {group.items.map((item) => (
              <li key={item.key} {...tooltip(item.label, labelsHidden)}>
                <Link
                  to={item.to}
                  className="nav-item"
                  aria-current={item.active ? 'page' : undefined}
                  {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
                >
                  {item.icon}
                  <span className="nav-label">{item.label}</span>
                  {item.count !== undefined && item.count > 0 && (
                    <>
                      <span className="visually-hidden">{`, ${item.countLabel ?? item.count}`}</span>
                      <span className="nav-count" aria-hidden="true">
                        {item.count > 99 ? '99+' : item.count}
                      </span>
                    </>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {foot}
    </nav>
  );
}

/** The rail, chosen or forced by the window's width, shows icons only. */
function labelsHidden(): boolean {
  if (matchMedia('(max-width: 699.98px)').matches) return false;
  return (
    document.documentElement.dataset['sidebar'] === 'rail' || matchMedia('(max-width: 999.98px)').matches
  );
}

const KEY = 'latchkey.sidebar'; // index.html reads it before the first paint

/** Folds the sidebar to icons; the attribute on the root element does the layout, so nothing else renders. */
export function SidebarToggle() {
  const [rail, setRail] = useState(() => document.documentElement.dataset['sidebar'] === 'rail');
  const label = rail ? 'Expand sidebar' : 'Collapse sidebar';
  const toggle = () => {
    const next = !rail;
    if (next) document.documentElement.dataset['sidebar'] = 'rail';
    else delete document.documentElement.dataset['sidebar'];
    try {
      localStorage.setItem(KEY, next ? 'rail' : 'full');
    } catch {
      // A closed storage only means that the choice is not remembered.
    }
    setRail(next);
  };
  return (
    <div className="nav-foot">
      <button
        type="button"
        className="nav-item"
        onClick={toggle}
        aria-expanded={!rail}
        {...tooltip(label, labelsHidden)}
      >
        {rail ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
        <span className="nav-label">{label}</span>
      </button>
    </div>
  );
}
