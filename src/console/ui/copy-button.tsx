import { useEffect, useRef, useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { Announce } from './announce.tsx';
import { Button, IconButton } from './button.tsx';

export type CopyButtonProps = {
  /** Asked at the click, so that a secret need not be handed around. */
  value: () => string;
  /** What is copied: "Copy password". */
  label: string;
  /** Show the word Copy beside the icon. */
  withText?: boolean;
};

const CONFIRM_MS = 2000;

/** Confirms in place and for screen readers; says so when the browser refuses. */
export function CopyButton({ value, label, withText = false }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'done' | 'refused'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    let next: 'done' | 'refused' = 'done';
    try {
      await navigator.clipboard.writeText(value());
    } catch {
      next = 'refused'; // no permission or no secure context
    }
    setState(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), CONFIRM_MS);
  };

  const icon =
    state === 'done' ? <Check size={14} aria-hidden className="copy-done" /> : <Copy size={14} aria-hidden />;
  const words = { idle: 'Copy', done: 'Copied', refused: 'Not copied' }[state];
  return (
    <>
      {withText ? (
        <Button
          variant="secondary"
          size="small"
          className="copy-button"
          icon={icon}
          aria-label={label}
          onClick={() => void copy()}
        >
          {words}
        </Button>
      ) : (
        <IconButton size="small" label={label} onClick={() => void copy()}>
          {icon}
        </IconButton>
      )}
      <Announce>
        {state === 'idle' ? '' : state === 'done' ? 'Copied' : 'The browser did not allow copying'}
      </Announce>
    </>
  );
}
