import { useId, type ReactNode } from 'react';
import { tooltip } from './tooltip.ts';
import type { Verdict } from './verdict-button.tsx';
import './switch.css';

export type SwitchProps = {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  /** Refused, it stays visible and focusable and says why. */
  verdict: Verdict;
  /** Work is under way. */
  busy?: boolean;
  onChange: (checked: boolean) => void;
};

/** Something that is on or off and changes at once. A plain button, so that a page needs no form library for it. */
export function Switch({ label, hint, checked, verdict, busy = false, onChange }: SwitchProps) {
  const id = useId();
  const refused = verdict.allowed ? undefined : verdict.message;
  return (
    <div className="switch-row">
      <button
        {...tooltip(refused)}
        id={id}
        type="button"
        role="switch"
        className="switch"
        aria-checked={checked}
        aria-labelledby={`${id}l`}
        aria-describedby={`${id}h`}
        aria-disabled={!verdict.allowed || busy || undefined}
        aria-busy={busy || undefined}
        onClick={() => {
          if (verdict.allowed && !busy) onChange(!checked);
        }}
      />
      <div>
        <label id={`${id}l`} htmlFor={id} className="switch-label">
          {label}
        </label>
        <span id={`${id}h`} className="switch-hint">
          {hint}
          {refused !== undefined && <span className="visually-hidden"> {refused}</span>}
        </span>
      </div>
    </div>
  );
}
