import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import type { Tone } from './status-chip.tsx';
import './small.css';

export type TimelineItem = {
  key: string;
  title: ReactNode;
  /** Who, when, why. */
  text?: ReactNode;
  tone?: Tone;
  /** 15 px, instead of the dot. */
  icon?: ReactNode;
  /** Has not happened yet. */
  future?: boolean;
};

export function Timeline({ label, items }: { label: string; items: readonly TimelineItem[] }) {
  return (
    <ol className="timeline" aria-label={label}>
      {items.map((item) => (
        <li key={item.key} className={classes('timeline-item', item.future === true && 'timeline-future')}>
          <span className={classes('timeline-mark', `tone-${item.tone ?? 'neutral'}`)} aria-hidden="true">
            {item.icon}
          </span>
          <div>
            <div className="timeline-title">{item.title}</div>
            {item.text !== undefined && <div className="timeline-text">{item.text}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
