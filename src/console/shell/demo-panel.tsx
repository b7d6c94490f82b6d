import { useState, type RefObject } from 'react';
import {
  advanceClock,
  expireSessions,
  getDemo,
  resetDemo,
  setFaults,
} from '../../contract/operations/demo.ts';
import type { Fault } from '../../contract/schemas/demo.ts';
import { FAULTS } from '../../contract/values.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';
import { useRead } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/choice.tsx';
import { Floating } from '../ui/floating.tsx';
import { formatExact } from '../ui/format-time.ts';
import { announce } from './feedback.ts';
import { playOffline, usePlayedOffline } from './played-offline.ts';
import { HOST } from './host.ts';

const FAULT_LABELS = {
  slow: ['Slow answers', 'Every answer takes longer.'],
  conflict: ['Conflict', 'Every change meets a newer version.'],
  platform_down: ['Platform down', 'Approved requests wait and are tried again.'],
  platform_refuses: ['Platform refuses', 'Making new credentials fails.'],
  store_down: ['Database down', 'The backend answers 503 and loses nothing.'],
} as const satisfies Record<Fault, readonly [string, string]>;

const HOUR = 3_600;
const LEAPS = [
  ['+1 hour', HOUR],
  ['+1 day', 24 * HOUR],
  ['+8 days', 8 * 24 * HOUR],
  ['+30 days', 30 * 24 * HOUR],
] as const;

/** The demo's own controls: time, things that go wrong, and starting over. */
export function DemoPanel({
  anchor,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const { data, error, refetch } = useRead(getDemo, {});
  const faults = useCommand(setFaults);
  const clock = useCommand(advanceClock);
  const expire = useCommand(expireSessions);
  const reset = useCommand(resetDemo);
  const offline = usePlayedOffline();
  const [failure, setFailure] = useState<string>();
  const [sure, setSure] = useState(false);
  // A switch moves at once; it is undone as easily.
  const [wanted, setWanted] = useState<readonly Fault[]>();
  const on = wanted ?? data?.faults ?? [];

  const attempt = async (work: () => Promise<unknown>, said: string) => {
    setFailure(undefined);
    try {
      await work();
      announce(said);
    } catch (thrown) {
      setFailure(messageOf(thrown));
    }
  };
  const toggle = async (fault: Fault, switchedOn: boolean) => {
    const next = FAULTS.filter((name) => (name === fault ? switchedOn : on.includes(name)));
    setWanted(next);
    await attempt(
      () => faults.run({ body: { faults: next } }),
      `${FAULT_LABELS[fault][0]} ${switchedOn ? 'on' : 'off'}`,
    );
    await refetch();
    setWanted(undefined);
  };
  const startOver = () =>
    attempt(async () => {
      await reset.run({});
      window.location.reload();
    }, 'The demo starts over');

  return (
    <Floating anchor={anchor} align="end" role="dialog" label="Demo" className="demo-panel" onClose={onClose}>
      <h2>Demo</h2>
      <p className="muted">
        {HOST === 'server'
          ? 'A demo organization on this server. Its Kafka platform is simulated; its certificates are real.'
          : 'Everything runs in this browser and stays there. The Kafka platform is simulated; the certificates are real.'}
      </p>
      <section>
        <h3>Clock</h3>
        <p className="muted num">{data === undefined ? 'Reading' : formatExact(data.now_time)}</p>
        <div className="demo-buttons">
          {LEAPS.map(([label, seconds]) => (
            <Button
              key={label}
              size="small"
              busy={clock.pending}
              onClick={() => void attempt(() => clock.run({ body: { seconds } }), `The clock moved ${label}`)}
            >
              {label}
            </Button>
          ))}
        </div>
      </section>
      <fieldset>
        <legend>Faults</legend>
        {FAULTS.map((fault) => (
          <Checkbox
            key={fault}
            label={FAULT_LABELS[fault][0]}
            hint={FAULT_LABELS[fault][1]}
            checked={on.includes(fault)}
            onChange={(switchedOn) => void toggle(fault, switchedOn)}
          />
        ))}
        <Checkbox
          label="No connection"
          hint="This page alone reaches no server."
          checked={offline}
          onChange={playOffline}
        />
      </fieldset>
      {(failure !== undefined || error !== null) && (
        <p className="sign-in-error" role="alert">
          {failure ?? messageOf(error)}
        </p>
      )}
      <div className="demo-buttons">
        <Button
          size="small"
          busy={expire.pending}
          onClick={() => void attempt(() => expire.run({}), 'Every session has ended')}
        >
          End every session
        </Button>
        {sure ? (
          <Button size="small" variant="danger" busy={reset.pending} onClick={() => void startOver()}>
            Reset, and lose every change
          </Button>
        ) : (
          <Button size="small" onClick={() => setSure(true)}>
            Reset demo
          </Button>
        )}
      </div>
    </Floating>
  );
}
