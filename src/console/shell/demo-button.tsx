import { useRef, useState } from 'react';
import { FlaskConical } from 'lucide-react';
import { advanceClock } from '../../contract/operations/demo.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';
import { lazily } from '../ui/lazily.tsx';
import { Button } from '../ui/button.tsx';
import { toast } from '../ui/toast-store.ts';
import { tooltip } from '../ui/tooltip.ts';
import { announce } from './feedback.ts';

const DemoPanel = lazily(async () => (await import('./demo-panel.tsx')).DemoPanel);

const MONTH = 30 * 24 * 3_600;
const LEAP = '+30 days';

/** Says all the time that this is a demo, opens its controls, and moves its clock a month: certificates live by it (C2). */
export function DemoButton() {
  const { run, pending } = useCommand(advanceClock);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const leap = async () => {
    try {
      await run({ body: { seconds: MONTH } });
      announce(`The clock moved ${LEAP}`);
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) });
    }
  };
  return (
    <>
      <Button
        {...tooltip('Move the demo’s clock ahead')}
        size="small"
        variant="quiet"
        className="demo-leap"
        hidden={open}
        busy={pending}
        onClick={() => void leap()}
      >
        {LEAP}
      </Button>
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
