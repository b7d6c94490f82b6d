import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router-dom';
import { accessAttention } from '../../../contract/operations/accesses.ts';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { paths } from '../../paths.ts';
import { attentionOf, type Attention } from './attention-words.ts';
import './accesses.css';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, none: CircleCheck } as const;

/**
 * What waits for me, in one strip that is always there and always as high, so that nothing below it moves when it is
 * known (R1). It counts over everything I own, whatever the list is filtered by; each part leads to its rows.
 */
export function AttentionStrip() {
  const attention = useAttention();
  const { severity = 'none', parts = [] } = attention ?? {};
  const Icon = ICONS[severity];
  return (
    <div className={`attention attention-${severity}`} role="status" aria-label="What needs you">
      {attention !== undefined && <Icon size={16} aria-hidden />}
      <p>
        {attention !== undefined && parts.length === 0 && 'Nothing here needs you.'}
        {parts.map(({ link, rest, search }, index): ReactNode => (
          <span key={link}>
            {index > 0 && ' '}
            <Link to={paths.accesses(search)}>{link}</Link> {rest}
          </span>
        ))}
      </p>
    </div>
  );
}

/** Undefined until it is known. */
function useAttention(): Attention | undefined {
  const mine = useSession()
    .groups.map((group) => group.user_group_id)
    .join(',');
  const counts = useRead(accessAttention, {}).data;
  return counts === undefined ? undefined : attentionOf(counts, mine);
}
