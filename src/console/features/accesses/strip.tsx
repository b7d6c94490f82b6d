import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import './accesses.css';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, none: CircleCheck } as const;

/** One line that is always there and always as high, so that nothing below it moves when its words are known. */
export function Strip({
  label,
  severity,
  long = false,
  children,
}: {
  label: string;
  /** It names services, which takes more room where the window is not wide. */
  long?: boolean;
  /** Undefined until it is known. */
  severity: keyof typeof ICONS | undefined;
  children?: ReactNode;
}) {
  const Icon = severity === undefined ? undefined : ICONS[severity];
  return (
    <div
      className={`attention attention-${severity ?? 'none'}${long ? ' attention-long' : ''}`}
      role="status"
      aria-label={label}
    >
      {Icon !== undefined && <Icon size={16} aria-hidden />}
      <p>{children}</p>
    </div>
  );
}
