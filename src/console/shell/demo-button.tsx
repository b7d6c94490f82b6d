import { useRef, useState } from 'react';
import { FlaskConical } from 'lucide-react';
import { lazily } from '../ui/lazily.tsx';
import { Button } from '../ui/button.tsx';

const DemoPanel = lazily(async () => (await import('./demo-panel.tsx')).DemoPanel);

/** Says all the time that this is a demo, and opens its controls. */
export function DemoButton() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        size="small"
        className="demo-button"
        icon={<FlaskConical size={14} aria-hidden />}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={DemoPanel.preload}
        onFocus={DemoPanel.preload}
        onClick={() => setOpen((was) => !was)}
      >
        Demo
      </Button>
      {open && <DemoPanel anchor={button} onClose={() => setOpen(false)} />}
    </>
  );
}
