import { Link } from 'react-router-dom';
import type { ServiceAcl } from '../../../contract/schemas/services.ts';
import { paths } from '../../paths.ts';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import '../../parts/parts.css';

/** As the cluster writes them, so that they can be compared with what its own tools print. */
export const ACL_COLUMNS: readonly Column<ServiceAcl>[] = [
  {
    key: 'principal',
    header: 'Principal',
    sortKey: 'principal',
    mono: true,
    title: (acl) => acl.principal,
    cell: (acl) => acl.principal,
  },
  {
    key: 'topic',
    header: 'Topic',
    sortKey: 'resource_name',
    mono: true,
    title: (acl) => acl.resource_name,
    cell: (acl) => acl.resource_name,
  },
  {
    key: 'operation',
    header: 'Operation',
    width: 128,
    sortKey: 'operation',
    cell: (acl) => acl.operation,
  },
  {
    key: 'permission',
    header: 'Permission',
    width: 104,
    hideBelow: 1100,
    cell: (acl) => (acl.permission_type === 'ALLOW' ? 'Allow' : acl.permission_type),
  },
  {
    key: 'pattern',
    header: 'Pattern',
    width: 92,
    hideBelow: 1300,
    cell: (acl) => (acl.pattern_type === 'LITERAL' ? 'Literal' : acl.pattern_type),
  },
  {
    key: 'host',
    header: 'Host',
    width: 124,
    hideBelow: 900,
    title: (acl) => acl.host,
    cell: (acl) => (acl.host === '*' ? 'any' : <span className="mono">{acl.host}</span>),
  },
  {
    key: 'access',
    header: 'Access',
    sortKey: 'access_name',
    title: (acl) => acl.access_name,
    cell: (acl) => <AccessLink acl={acl} />,
  },
];

function AccessLink({ acl }: { acl: ServiceAcl }) {
  return (
    <Link className="text-link" to={paths.access(acl.access_id)}>
      {acl.access_name}
    </Link>
  );
}

/** An ACL below 700 px. */
export const narrowAcl = (acl: ServiceAcl): NarrowItem => ({
  title: <span className="mono">{acl.resource_name}</span>,
  secondary: (
    <>
      <span className="mono">{acl.principal}</span> · <AccessLink acl={acl} />
    </>
  ),
  status: <span>{acl.operation}</span>,
});
