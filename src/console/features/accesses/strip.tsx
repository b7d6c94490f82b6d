import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import './accesses.css';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, none: CircleCheck } as const;

/** One line that is always there and always as high, so that nothing below it moves when its words are known. */
export function Strip({
  label,
  severity,
  children,
}: {
  label: string;
  /** Undefined until it is known. */
  severity: keyof typeof ICONS | undefined;
  children?: ReactNode;
}) {
  const Icon = severity === undefined ? undefined : ICONS[severity];
  return (
    <div className={`attention attention-${severity ?? 'none'}`} role="status" aria-label={label}>
      {Icon !== undefined && <Icon size={16} aria-hidden />}
      <p>{children}</p>
    </div>
  );
}
