import type { ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import './states.css';

export type ErrorStateProps = {
  /** What happened. */
  title: string;
  /** What it means and what to do. */
  children?: ReactNode;
  /** Usually a button that tries again. */
  action?: ReactNode;
};

export function ErrorState({ title, children, action }: ErrorStateProps) {
  return (
    <div className="state" role="alert">
      <TriangleAlert size={20} aria-hidden className="state-error" />
      <p className="state-title">{title}</p>
      {children !== undefined && <div className="state-text">{children}</div>}
      {action !== undefined && <div className="state-action">{action}</div>}
    </div>
  );
}
