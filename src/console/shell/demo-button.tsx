import { lazy, Suspense, useRef, useState } from 'react';
import { FlaskConical } from 'lucide-react';
import { Button } from '../ui/button.tsx';

const load = () => import('./demo-panel.tsx');
const DemoPanel = lazy(async () => ({ default: (await load()).DemoPanel }));

/** Says all the time that this is a demo, and opens its controls. */
export function DemoButton() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const preload = () => void load().catch(() => {});
  return (
    <>
      <Button
        ref={button}
        size="small"
        className="demo-button"
        icon={<FlaskConical size={14} aria-hidden />}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setOpen((was) => !was)}
      >
        Demo
      </Button>
      {open && (
        <Suspense fallback={null}>
          <DemoPanel anchor={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
