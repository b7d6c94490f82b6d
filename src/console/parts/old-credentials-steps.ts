import type { Overlap } from '../../contract/schemas/accesses.ts';
import { OVERLAP_LABELS } from './overlap-words.ts';

/** Where the old credentials stand on their way out (R22). */
export type OldCredentialsStage =
  /** The new ones were not shown yet. */
  | 'waiting'
  /** The new ones were shown, and nobody has confirmed that they are saved. */
  | 'shown'
  /** Shown, never confirmed: no end is set. */
  | 'open'
  /** Their end is set and lies ahead. */
  | 'ending'
  | 'ended'
  /** Nothing happens to them: declined, deleted, failed or expired. */
  | 'unchanged';

export type OldCredentialsFate = {
  readonly stage: OldCredentialsStage;
  readonly overlap: Overlap;
  /** False where a new password ends the old one at once. */
  readonly passwordsOverlap: boolean;
  /** ISO 8601, once it is set. */
  readonly validUntil?: string | undefined;
};

export type Step = {
  readonly when: string;
  /** Exact time, where there is one. */
  readonly time?: string;
  readonly what: string;
  readonly works: 'old' | 'both' | 'new';
};

const ONE_PASSWORD = 'the old password stops, because this platform keeps one password per service user';

/** The fate of the old credentials, from now on. */
export function oldCredentialsSteps(fate: OldCredentialsFate): readonly Step[] {
  const { stage, overlap, passwordsOverlap, validUntil } = fate;
  const beside: Step['what'] = passwordsOverlap
    ? 'Old and new credentials both work'
    : `The new credentials work; ${ONE_PASSWORD}`;
  const stop = 'The old credentials stop working';
  const atSave: Step[] =
    overlap === 'immediately'
      ? [{ when: 'When they are saved', what: stop, works: 'new' }]
      : [
          { when: 'When they are saved', what: beside, works: 'both' },
          { when: `${OVERLAP_LABELS[overlap]} later`, what: stop, works: 'new' },
        ];
  const until = validUntil === undefined ? {} : { time: validUntil };
  switch (stage) {
    case 'waiting':
      return [
        { when: 'Now', what: 'The old credentials keep working', works: 'old' },
        ...(passwordsOverlap && overlap !== 'immediately'
          ? []
          : [{ when: 'When the new ones are shown', what: beside, works: 'both' } as const]),
        ...atSave,
      ];
    case 'shown':
      return [{ when: 'Now', what: beside, works: 'both' }, ...atSave];
    case 'open':
      return [
        { when: 'Now', what: beside, works: 'both' },
        { when: 'No end is set', what: 'They work until somebody retires the old ones', works: 'both' },
      ];
    case 'ending':
      return [
        { when: 'Now', what: beside, works: 'both' },
        { when: 'Then', ...until, what: stop, works: 'new' },
      ];
    case 'ended':
      return [{ when: 'Now', what: 'Only the new credentials work', works: 'new' }];
    case 'unchanged':
      return [{ when: 'Now', what: 'The old credentials keep working, nothing changes', works: 'old' }];
  }
}
