import { Link } from 'react-router-dom';
import type { ServiceUser } from '../../../../contract/schemas/service-users.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { TwoLines } from '../../../parts/two-lines.tsx';
import { paths } from '../../../paths.ts';
import { formatExact } from '../../../ui/format-time.ts';
import type { Column, NarrowItem } from '../../../ui/table-types.ts';
import { expiryTitle, UserExpiry, UserExpiryWords } from './user-expiry.tsx';
import { USER_TYPE_WORDS } from './user-list-spec.ts';
import { ShortUserState, stateTitle, UserState } from './user-state.tsx';
import './users.css';

const AUTHENTICATION_WORDS = { certificate: 'certificate', sasl: 'password' } as const satisfies Record<
  ServiceUser['authentication'][number],
  string
>;

/** At module scope, so that rows do not render again with their page (C1). */
export const USER_COLUMNS: readonly Column<ServiceUser>[] = [
  {
    key: 'username',
    header: 'Username',
    sortKey: 'username',
    title: (user) => user.username,
    cell: (user) => <Username user={user} />,
  },
  {
    key: 'type',
    header: 'Type',
    width: 76,
    hideBelow: 1300,
    cell: (user) => USER_TYPE_WORDS[user.type],
  },
  {
    key: 'authentication',
    header: 'Authentication',
    width: 158,
    hideBelow: 1300,
    cell: (user) =>
      user.authentication.length === 0 ? (
        <span className="muted">none yet</span>
      ) : (
        <span className="first-capital">
          {user.authentication.map((way) => AUTHENTICATION_WORDS[way]).join(', ')}
        </span>
      ),
  },
  {
    key: 'serial',
    header: 'Serial',
    width: 112,
    hideBelow: 1300,
    mono: true,
    title: (user) => user.serial,
    cell: (user) => (user.serial === undefined ? <span className="muted">none</span> : short(user.serial)),
  },
  {
    key: 'expiry',
    header: 'Certificate',
    width: 184,
    sortKey: 'certificate_not_after_time',
    title: expiryTitle,
    cell: (user) => <UserExpiry user={user} />,
  },
  {
    key: 'renewal',
    header: 'Renewal',
    width: 230,
    sortKey: 'renewal_state',
    title: stateTitle,
    cell: (user) => <UserState user={user} />,
  },
  {
    key: 'viewed',
    header: 'Last viewed',
    width: 128,
    hideBelow: 1100,
    title: ({ viewed }) => viewed && `by ${viewed.by} at ${formatExact(viewed.time)}`,
    cell: ({ viewed }) =>
      viewed === undefined ? (
        <span className="muted">never</span>
      ) : (
        <TwoLines second={<PastTime at={viewed.time} />}>{`by ${viewed.by}`}</TwoLines>
      ),
  },
];

/** Both ends of a long number, enough to compare; the cell's title and its row's menu have all of it. */
const short = (serial: string): string =>
  serial.length > 11 ? `${serial.slice(0, 6)}…${serial.slice(-4)}` : serial;

function Username({ user: { username, access } }: { user: ServiceUser }) {
  if (access === undefined) return <span className="mono">{username}</span>;
  return (
    <TwoLines
      mono
      second={
        <>
          {'Access '}
          <Link className="text-link" to={paths.access(access.access_id)}>
            {access.access_name}
          </Link>
        </>
      }
    >
      {username}
    </TwoLines>
  );
}

/** A service user below 700 px. */
export const narrowUser = (user: ServiceUser): NarrowItem => ({
  title: <span className="mono">{user.username}</span>,
  secondary: user.failure ?? <UserExpiryWords user={user} />,
  status: <ShortUserState user={user} />,
});
