import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { QueryClient } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { QueryOf } from '../../../contract/operation.ts';
import { listAccesses } from '../../../contract/operations/accesses.ts';
import type { Session } from '../../../contract/schemas/session.ts';
import { useNow } from '../../api/clock.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { knownSession, useSession } from '../../api/session.ts';
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

const groupsOf = ({ groups }: Session): string => groups.map((group) => group.user_group_id).join(',');

/** For the page's loader; only once it is known who asks. */
export function prefetchAttention(queryClient: QueryClient): void {
  const session = knownSession(queryClient);
  if (session === undefined) return;
  const mine = groupsOf(session);
  if (mine !== '') prefetch(queryClient, listAccesses, { query: endingOf(mine) });
  prefetch(queryClient, listAccesses, { query: UNVIEWED });
}

/** Undefined until all of it is known: half an answer would say that nothing waits. */
function useAttention(): Attention | undefined {
  const mine = groupsOf(useSession());
  // Without a group nothing is mine to renew, and an empty filter would ask for everybody's.
  const ending = useRead(listAccesses, { query: endingOf(mine) }, { enabled: mine !== '' });
  const unviewed = useRead(listAccesses, { query: UNVIEWED });
  const now = useNow();
  if (unviewed.data === undefined || (mine !== '' && ending.data === undefined)) return undefined;
  return attentionOf({ mine, ending: ending.data, unviewed: unviewed.data.access, now });
}

const endingOf = (owner_user_group_id: string): QueryOf<typeof listAccesses> => ({
  owner_user_group_id,
  expiry: '7_days',
  sort: 'certificate_not_after_time',
  limit: '30',
});
// Whose they are is no filter, and few wait at any time.
const UNVIEWED = { credential_state: 'unviewed', limit: '999' } as const;
