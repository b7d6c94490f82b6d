import { useEffect, useRef, useState, useSyncExternalStore, type FocusEvent } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { IconButton } from './button.tsx';
import { currentToasts, dismissToast, subscribeToasts, type Toast } from './toast-store.ts';
import './toasts.css';

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert, success: CircleCheck };
const PLAIN_MS = 6000;
const WITH_ACTION_MS = 12_000;

/** Mount once. Errors stay until dismissed; the others wait while pointed at or focused. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  const origin = useRef<HTMLElement>(null);
  const remember = ({ currentTarget, relatedTarget: from }: FocusEvent) => {
    if (from instanceof Node && currentTarget.parentElement?.contains(from) === true) return;
    origin.current = from instanceof HTMLElement ? from : null;
  };
  const dismiss = (id: number, card: HTMLElement | null) => {
    // The button that has the focus goes: back to where it came from.
    if (card?.contains(document.activeElement) === true)
      (origin.current?.isConnected === true ? origin.current : document.querySelector('main'))?.focus();
    dismissToast(id);
  };
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite" aria-relevant="additions">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onEnter={remember} onDismiss={dismiss} />
      ))}
    </section>
  );
}

type ToastCardProps = {
  toast: Toast;
  /** The focus came, from another notice or from the page. */
  onEnter: (event: FocusEvent) => void;
  onDismiss: (id: number, card: HTMLElement | null) => void;
};

function ToastCard({ toast, onEnter, onDismiss }: ToastCardProps) {
  const card = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.tone === 'error') return;
    const timer = setTimeout(
      () => dismissToast(toast.id),
      toast.action === undefined ? PLAIN_MS : WITH_ACTION_MS,
    );
    return () => clearTimeout(timer);
  }, [held, toast]);

  const Icon = ICONS[toast.tone];
  const { action } = toast;
  return (
    <div
      ref={card}
      className={`toast toast-${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={(event) => {
        setHeld(true);
        onEnter(event);
      }}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} aria-hidden />
      <div className="toast-title">{toast.title}</div>
      {action !== undefined && (
        <button
          type="button"
          className="toast-action"
          onClick={() => {
            onDismiss(toast.id, card.current);
            action.onSelect();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton label="Dismiss" size="small" onClick={() => onDismiss(toast.id, card.current)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
