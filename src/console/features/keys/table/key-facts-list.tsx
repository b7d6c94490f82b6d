import { Clock } from 'lucide-react';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { resourceWords } from '../../../parts/resource-words.ts';
import { LastUsed } from './last-used.tsx';
import '../keys.css';

/** Keys that a deletion takes, each with what it opens and when somebody last used it (K14). */
export function KeyFactsList({ keys, label }: { keys: readonly KeyEntry[]; label: string }) {
  return (
    <ul className="key-facts" aria-label={label}>
      {keys.map((key) => (
        <li key={key.key}>
          <span className="mono">{key.key}</span>
          <span className="key-facts-what">
            {resourceWords(key.resource)}
            {key.description !== '' && (
              <>
                {' '}
                · <bdi>{key.description}</bdi>
              </>
            )}
          </span>
          <span className={key.used_lately ? 'key-facts-used key-in-use' : 'key-facts-used'}>
            {key.used_lately && <Clock size={14} aria-hidden />}
            {key.last_used_time === undefined ? (
              'never used'
            ) : (
              <span>
                used <LastUsed at={key.last_used_time} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
