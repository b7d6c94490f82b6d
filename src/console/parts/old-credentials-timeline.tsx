import type { TimelineItem } from '../ui/timeline.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { oldCredentialsSteps, type OldCredentialsFate, type Step } from './old-credentials-steps.ts';

export type OldCredentialsTimelineProps = OldCredentialsFate & {
  /** The server's clock, epoch milliseconds. */
  now: number;
};

const TONES = { old: 'neutral', both: 'blue', new: 'green' } as const satisfies Record<
  Step['works'],
  TimelineItem['tone']
>;

/** What becomes of the old credentials, from now on (R2, R8, R22). */
export function OldCredentialsTimeline({ now, ...fate }: OldCredentialsTimelineProps) {
  const items = oldCredentialsSteps(fate).map((step, index): TimelineItem => ({
    key: step.when,
    title: step.what,
    text: step.time === undefined ? step.when : <RelativeTime at={step.time} now={now} focusable />,
    tone: TONES[step.works],
    future: index > 0,
  }));
  return <Timeline label="What becomes of the old credentials" items={items} />;
}
