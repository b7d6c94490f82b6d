import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { accessAttention } from '../../../contract/operations/accesses.ts';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { paths } from '../../paths.ts';
import { attentionOf } from './attention-words.ts';
import { CertificateStrip } from './certificate-strip.tsx';
import { Strip } from './strip.tsx';

/** Banners are stacked by it, the most severe on top. */
const RANK = { none: 0, info: 1, warning: 2, error: 3 } as const;

/**
 * What waits for me (R1): over everything I own, whatever the list is filtered by, each part leading to its rows. Whoever
 * operates projects has a second line, about the certificates there (C5), above the first where it is more severe.
 */
export function AttentionStrip() {
  const { groups, project_roles: roles } = useSession();
  const mine = groups.map((group) => group.user_group_id).join(',');
  const counts = useRead(accessAttention, {}).data;
  const { severity, parts = [] } = counts === undefined ? {} : attentionOf(counts, mine);
  const operates = Object.values(roles).some((role) => role === 'admin' || role === 'operator');
  const certificates = operates && <CertificateStrip key="certificates" counts={counts} />;
  // Services come the most urgent first.
  const worse = RANK[counts?.certificates_renewed[0]?.severity ?? 'none'] > RANK[severity ?? 'none'];
  return [
    worse && certificates,
    <Strip key="mine" label="What needs you" severity={severity}>
      {counts !== undefined && parts.length === 0 && 'Nothing of your groups needs you.'}
      {parts.map(({ link, rest, search }, index): ReactNode => (
        <span key={link}>
          {index > 0 && ' '}
          <Link to={paths.accesses(search)}>{link}</Link> {rest}
        </span>
      ))}
    </Strip>,
    !worse && certificates,
  ];
}
