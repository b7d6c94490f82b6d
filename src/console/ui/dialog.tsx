import { useId, useRef, type FormEvent, type ReactNode, type RefObject } from 'react';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import { useModal } from './use-modal.ts';
import './dialog.css';

export type DialogProps = {
  title: string;
  /** One or two sentences under the title; also the dialog's accessible description. */
  description?: ReactNode;
  children?: ReactNode;
  /** The footer's buttons, primary last. */
  actions?: ReactNode;
  /** Left in the footer: a hint, or the reason why not. */
  footnote?: ReactNode;
  /** Escape, backdrop and the cross ask; the caller unmounts the dialog or not. */
  onRequestClose: () => void;
  /** Given, body and footer are one form, and a submit button in `actions` submits it. */
  onSubmit?: ((event: FormEvent<HTMLFormElement>) => void) | undefined;
  /** 440, 560 (default) or 760 px; full screen below 700 px. */
  size?: 'small' | 'medium' | 'large';
  /** `bottom`: a sheet at the lower edge, as high as its content. */
  placement?: 'centre' | 'bottom';
  /** `alertdialog` for a confirmation that destroys something. */
  role?: 'dialog' | 'alertdialog';
  initialFocus?: RefObject<HTMLElement | null> | undefined;
};

/** Open while mounted. The focus returns to what had it before. */
export function Dialog({
  title,
  description,
  children,
  actions,
  footnote,
  onRequestClose,
  onSubmit,
  size = 'medium',
  placement = 'centre',
  role = 'dialog',
  initialFocus,
}: DialogProps) {
  const element = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const modal = useModal(element, { modal: true, onRequestClose, initialFocus: initialFocus ?? heading });

  const content = (
    <>
      <div className="dialog-body">{children}</div>
      {(actions !== undefined || footnote !== undefined) && (
        <footer className="dialog-footer">
          <div className="dialog-footnote">{footnote}</div>
          {actions}
        </footer>
      )}
    </>
  );
  return (
    <div
      {...modal}
      ref={element}
      role={role}
      className="layer"
      aria-labelledby={`${id}t`}
      aria-describedby={description === undefined ? undefined : `${id}d`}
    >
      <div className={classes('dialog', `dialog-${size}`, placement === 'bottom' && 'dialog-bottom')}>
        <header className="dialog-header">
          <div>
            <h2 id={`${id}t`} ref={heading} tabIndex={-1}>
              {title}
            </h2>
            {description !== undefined && <p id={`${id}d`}>{description}</p>}
          </div>
          <IconButton label="Close dialog" size="small" onClick={onRequestClose}>
            <X size={16} aria-hidden />
          </IconButton>
        </header>
        {onSubmit === undefined ? (
          content
        ) : (
          <form
            className="dialog-form"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              event.stopPropagation();
              onSubmit(event);
            }}
          >
            {content}
          </form>
        )}
      </div>
    </div>
  );
}
