import { useId, type MouseEvent } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { tooltip } from './tooltip.ts';

/** What the backend says about an action: allowed, or why not. The console never decides again by itself. */
export type Verdict = { allowed: boolean; message?: string | undefined };

export type VerdictButtonProps = Omit<ButtonProps, 'disabled'> & { verdict: Verdict };

/** A refused action stays visible and focusable and says why (R3, R9); clicking it does nothing. */
export function VerdictButton({ verdict, onClick, type = 'button', ...rest }: VerdictButtonProps) {
  const reasonId = useId();
  if (verdict.allowed) return <Button {...rest} type={type} onClick={onClick} />;
  return (
    <>
      <Button
        {...rest}
        {...tooltip(verdict.message)}
        type="button"
        aria-disabled="true"
        aria-describedby={verdict.message === undefined ? undefined : reasonId}
        onClick={(event: MouseEvent) => event.preventDefault()}
      />
      {verdict.message !== undefined && (
        <span id={reasonId} hidden>
          {verdict.message}
        </span>
      )}
    </>
  );
}
