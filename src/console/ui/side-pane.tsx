import { useId, useRef, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';
import { NARROW, useMedia } from './use-media.ts';
import { useModal } from './use-modal.ts';
import './dialog.css';

export type SidePaneProps = {
  title: string;
  /** Beside the title: the state's chip. */
  status?: ReactNode;
  /** Under the title, one line. */
  subtitle?: ReactNode;
  children: ReactNode;
  /** Stays in view below the scrolling body: the buttons, or the reason why not. */
  footer?: ReactNode;
  onRequestClose: () => void;
};

/** Open while mounted. The page behind stays usable on a wide screen; below 700 px the pane is the screen. */
export function SidePane({ title, status, subtitle, children, footer, onRequestClose }: SidePaneProps) {
  const element = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const narrow = useMedia(NARROW);
  const modal = useModal(element, { modal: narrow, onRequestClose, initialFocus: heading });

  return (
    <div {...modal} ref={element} role="dialog" className="pane" aria-labelledby={id}>
      <header className="dialog-header">
        <div>
          <div className="pane-title">
            <h2 id={id} ref={heading} tabIndex={-1}>
              {title}
            </h2>
            {status}
          </div>
          {subtitle !== undefined && <p>{subtitle}</p>}
        </div>
        <IconButton label="Close" size="small" onClick={onRequestClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <div className="dialog-body">{children}</div>
      {footer !== undefined && <footer className="dialog-footer">{footer}</footer>}
    </div>
  );
}
