import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import './banner.css';

export type Severity = 'info' | 'warning' | 'error' | 'success';

const ICONS = {
  info: Info,
  warning: TriangleAlert,
  error: CircleAlert,
  success: CircleCheck,
} satisfies Record<Severity, unknown>;
const WORDS = { info: 'Note', warning: 'Warning', error: 'Urgent', success: 'Done' } satisfies Record<
  Severity,
  string
>;

export type BannerProps = {
  severity: Severity;
  children: ReactNode;
  action?: ReactNode;
  /** `box` inside dialogs and panes (rounded, may wrap); `strip` (default) across the page, one line. */
  shape?: 'strip' | 'box';
};

export function Banner({ severity, children, action, shape = 'strip' }: BannerProps) {
  const Icon = ICONS[severity];
  return (
    <div
      className={`banner banner-${severity} banner-${shape}`}
      role={severity === 'error' ? 'alert' : 'status'}
    >
      <Icon size={16} aria-hidden />
      <div className="banner-text">
        <span className="visually-hidden">{WORDS[severity]}: </span>
        {children}
      </div>
      {action !== undefined && <div className="banner-action">{action}</div>}
    </div>
  );
}
