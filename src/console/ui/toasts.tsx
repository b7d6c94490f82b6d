import { useEffect, useState, useSyncExternalStore } from 'react';
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
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite" aria-relevant="additions">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
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
      className={`toast toast-${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} aria-hidden />
      <div className="toast-title">{toast.title}</div>
      {action !== undefined && (
        <button
          type="button"
          className="toast-action"
          onClick={() => {
            dismissToast(toast.id);
            action.onSelect();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton label="Dismiss" size="small" onClick={() => dismissToast(toast.id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
