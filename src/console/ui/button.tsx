import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from './classes.ts';
import { tooltip } from './tooltip.ts';
import './button.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** One primary per view; `secondary` (default) is outlined, `quiet` has no border until hovered. */
  variant?: ButtonVariant;
  size?: 'medium' | 'small';
  /** Before the words; 16 px. */
  icon?: ReactNode;
  /** Work is under way: stays focusable, ignores clicks, says so to screen readers. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({
  variant = 'secondary',
  size = 'medium',
  icon,
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy && type === 'submit' ? 'button' : type}
      className={classes('btn', `btn-${variant}`, size === 'small' && 'btn-small', className)}
      aria-disabled={busy || rest['aria-disabled']}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <span className="btn-busy" aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

/** The same four looks for a link: spread on the router's own link, `<Link className={buttonClass('primary')}>`. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: 'medium' | 'small' = 'medium',
): string {
  return classes('btn', `btn-${variant}`, size === 'small' && 'btn-small');
}

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & {
  /** The accessible name, also the tooltip. */
  label: string;
  children: ReactNode;
  size?: 'medium' | 'small';
  ref?: Ref<HTMLButtonElement>;
};

export function IconButton({ label, children, size = 'medium', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...tooltip(label)}
      {...rest}
      className={classes('icon-btn', size === 'small' && 'icon-btn-small', className)}
      aria-label={label}
    >
      {children}
    </button>
  );
}
