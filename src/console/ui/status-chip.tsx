import type { ReactNode } from 'react';
import './small.css';

export type Tone = 'neutral' | 'amber' | 'blue' | 'green' | 'red' | 'grey';

/** A state: always an icon and a word, never colour alone. Give the icon 14 px. */
export function StatusChip({ tone, icon, children }: { tone: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={`chip tone-${tone}`}>
      {icon}
      {children}
    </span>
  );
}
