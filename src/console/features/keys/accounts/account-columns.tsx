import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Member, ServiceAccountEntry } from '../../../../contract/schemas/keys.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { paths } from '../../../paths.ts';
import { formatCount } from '../../../ui/format-count.ts';
import type { Column, NarrowItem } from '../../../ui/table-types.ts';

const NONE = <span className="muted">none</span>;

export const ACCOUNT_COLUMNS: readonly Column<ServiceAccountEntry>[] = [
  {
    key: 'name',
    header: 'Name',
    sortKey: 'display_name',
    title: (account) => account.display_name,
    cell: (account) => <bdi>{account.display_name}</bdi>,
  },
  {
    key: 'id',
    header: 'ID',
    mono: true,
    hideBelow: 1100,
    title: (account) => account.service_account_id,
    cell: (account) => account.service_account_id,
  },
  {
    key: 'description',
    header: 'Description',
    hideBelow: 900,
    title: (account) => account.description,
    cell: (account) => (account.description === '' ? NONE : <bdi>{account.description}</bdi>),
  },
  {
    key: 'keys',
    header: 'API keys',
    width: 110,
    align: 'end',
    cell: (account) => `${account.key_count}/${account.key_limit}`,
  },
  {
    key: 'by',
    header: 'Created by',
    width: 170,
    hideBelow: 1300,
    title: (account) => account.created_by,
    cell: (account) => <bdi>{account.created_by}</bdi>,
  },
  {
    key: 'created',
    header: 'Created',
    width: 140,
    sortKey: 'create_time',
    cell: (account) => <PastTime at={account.create_time} />,
  },
];

export const narrowAccount = (account: ServiceAccountEntry): NarrowItem => ({
  title: <bdi>{account.display_name}</bdi>,
  secondary: account.description === '' ? 'No description' : <bdi>{account.description}</bdi>,
  status: <span className="num">{`${account.key_count}/${account.key_limit} keys`}</span>,
});

export const accountLink = (account: ServiceAccountEntry, content: ReactNode) => (
  <Link to={paths.serviceAccount(account.service_account_id)}>{content}</Link>
);

export const MEMBER_COLUMNS: readonly Column<Member>[] = [
  {
    key: 'name',
    header: 'Name',
    title: (user) => user.real_name,
    cell: (user) => <bdi>{user.real_name}</bdi>,
  },
  { key: 'email', header: 'Email', title: (user) => user.user_email, cell: (user) => user.user_email },
  {
    key: 'roles',
    header: 'Roles',
    hideBelow: 900,
    title: (user) => user.roles.join(', '),
    cell: (user) => (user.roles.length === 0 ? NONE : user.roles.join(', ')),
  },
  {
    key: 'keys',
    header: 'API keys',
    width: 110,
    align: 'end',
    cell: (user) => formatCount(user.key_count),
  },
];

export const narrowMember = (user: Member): NarrowItem => ({
  title: <bdi>{user.real_name}</bdi>,
  secondary: user.roles.length === 0 ? user.user_email : user.roles.join(', '),
  status: <span className="num">{`${user.key_count} ${user.key_count === 1 ? 'key' : 'keys'}`}</span>,
});

export const memberLink = (user: Member, content: ReactNode) => (
  <Link to={paths.user(user.user_id)}>{content}</Link>
);
