import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { accessAttention } from '../../../contract/operations/accesses.ts';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { paths } from '../../paths.ts';
import { attentionOf } from './attention-words.ts';
import { CertificateStrip } from './certificate-strip.tsx';
import { Strip } from './strip.tsx';

/**
 * What waits for me (R1): over everything I own, whatever the list is filtered by, each part leading to its rows. Whoever
 * operates projects has a second line, about the certificates there (C5).
 */
export function AttentionStrip() {
  const { groups, project_roles: roles } = useSession();
  const mine = groups.map((group) => group.user_group_id).join(',');
  const counts = useRead(accessAttention, {}).data;
  const { severity, parts = [] } = counts === undefined ? {} : attentionOf(counts, mine);
  const operates = Object.values(roles).some((role) => role === 'admin' || role === 'operator');
  return (
    <>
      <Strip label="What needs you" severity={severity}>
        {counts !== undefined && parts.length === 0 && 'Nothing here needs you.'}
        {parts.map(({ link, rest, search }, index): ReactNode => (
          <span key={link}>
            {index > 0 && ' '}
            <Link to={paths.accesses(search)}>{link}</Link> {rest}
          </span>
        ))}
      </Strip>
      {operates && <CertificateStrip counts={counts} />}
    </>
  );
}
