import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { aclSummary, aclText } from '../../parts/acl-table.tsx';
import { CredentialStateChip } from '../../parts/credential-state-chip.tsx';
import { ExpiryBadge } from '../../parts/expiry-badge.tsx';
import { TwoLines } from '../../parts/two-lines.tsx';
import { paths } from '../../paths.ts';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import './accesses.css';

/**
 * Columns of the overview (R1). At 1440 px the three without a width are as wide as a service user of 22 characters.
 * At module scope, so that rows do not render again with their page.
 */
export const ACCESS_COLUMNS: readonly Column<Access>[] = [
  {
    key: 'access',
    header: 'Access',
    sortKey: 'access_name',
    title: (access) => access.access_name,
    cell: (access) => access.access_name,
  },
  {
    key: 'username',
    header: 'Service user',
    sortKey: 'username',
    title: (access) => access.access_data.username,
    mono: true,
    cell: (access) => access.access_data.username,
  },
  {
    key: 'service',
    header: 'Service, project',
    width: 146,
    sortKey: 'service_name',
    hideBelow: 900,
    title: (access) => `${access.access_data.service_name}, ${access.access_data.project_name}`,
    cell: (access) => (
      <TwoLines second={access.access_data.project_name}>{access.access_data.service_name}</TwoLines>
    ),
  },
  {
    key: 'topics',
    header: 'Topics and operations',
    hideBelow: 1100,
    title: (access) => aclText(access.access_data.acls),
    cell: (access) => <Topics access={access} />,
  },
  {
    key: 'group',
    header: 'Owner group',
    width: 142,
    sortKey: 'owner_user_group_name',
    hideBelow: 1300,
    title: (access) => access.owner_user_group_name,
    cell: (access) => access.owner_user_group_name,
  },
  {
    key: 'state',
    header: 'Credentials',
    width: 164,
    sortKey: 'credential_state',
    cell: (access) => <CredentialStateChip state={stateOf(access)} />,
  },
  {
    key: 'expiry',
    header: 'Certificate',
    width: 132,
    sortKey: 'certificate_not_after_time',
    cell: (access) => (
      <ExpiryBadge
        notBefore={access.certificate_not_before_time}
        notAfter={access.certificate_not_after_time}
      />
    ),
  },
];

/** While its review is open an access reads as compromised, however far new credentials have come (P8). */
const stateOf = (access: Access) => (access.compromise ? 'compromised' : access.credential_state);

function Topics({ access }: { access: Access }) {
  const summary = aclSummary(access.access_data.acls);
  if (summary === undefined) return <span className="muted">none</span>;
  const { topic, operations, more } = summary;
  return (
    <TwoLines
      mono
      second={more === 0 ? operations : `${operations} · ${more} more ${more === 1 ? 'topic' : 'topics'}`}
    >
      {topic}
    </TwoLines>
  );
}

/** An access below 700 px. */
export const narrowAccess = (access: Access): NarrowItem => ({
  title: access.access_name,
  secondary: (
    <>
      <span className="mono">{access.access_data.username}</span> · {access.access_data.service_name}
    </>
  ),
  status: <CredentialStateChip state={stateOf(access)} />,
});

export const accessLink = (access: Access, content: ReactNode) => (
  <Link to={paths.access(access.access_id)}>{content}</Link>
);
