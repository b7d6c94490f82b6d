import { CircleCheck, TimerOff } from 'lucide-react';
import type { AccessToken } from '../../../contract/schemas/tokens.ts';
import { useNow } from '../../api/clock.ts';
import { ExpiryBadge } from '../../parts/expiry-badge.tsx';
import { PastTime } from '../../parts/past-time.tsx';
import { formatDaysLeft } from '../../ui/format-time.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import './tokens.css';

/** Newest first, as the server lists them; at most 100, so there is nothing to sort, to filter or to export. */
export const TOKEN_COLUMNS: readonly Column<AccessToken>[] = [
  {
    key: 'description',
    header: 'Description',
    title: (token) => token.description,
    cell: (token) => token.description,
  },
  {
    key: 'prefix',
    header: 'Begins with',
    width: 140,
    mono: true,
    cell: (token) => token.token_prefix,
  },
  {
    key: 'created',
    header: 'Created',
    width: 130,
    hideBelow: 1100,
    cell: (token) => <PastTime at={token.create_time} />,
  },
  {
    key: 'expires',
    header: 'Expires',
    width: 160,
    cell: (token) =>
      token.expiry_time === null ? (
        <span className="muted">no end</span>
      ) : (
        <ExpiryBadge notBefore={token.create_time} notAfter={token.expiry_time} />
      ),
  },
  {
    key: 'used',
    header: 'Last used',
    width: 210,
    hideBelow: 900,
    title: (token) => usedWith(token),
    cell: (token) => <LastUsed token={token} />,
  },
  { key: 'state', header: 'State', width: 112, cell: (token) => <TokenState token={token} /> },
];

/** Where from and with which program: "127.0.0.1, curl/8.5". */
const usedWith = (token: AccessToken): string | undefined =>
  [token.last_ip, token.last_user_agent].filter((part) => part !== null).join(', ') || undefined;

const expired = (token: AccessToken, now: number): boolean =>
  token.expiry_time !== null && Date.parse(token.expiry_time) <= now;

function LastUsed({ token }: { token: AccessToken }) {
  if (token.last_used_time === null) return <span className="muted">never</span>;
  const how = usedWith(token);
  return (
    <>
      <span className="token-line">
        <PastTime at={token.last_used_time} />
      </span>
      {how !== undefined && <span className="token-line ellipsis">{how}</span>}
    </>
  );
}

function TokenState({ token }: { token: AccessToken }) {
  return expired(token, useNow()) ? (
    <StatusChip tone="red" icon={<TimerOff size={14} aria-hidden />}>
      Expired
    </StatusChip>
  ) : (
    <StatusChip tone="green" icon={<CircleCheck size={14} aria-hidden />}>
      Active
    </StatusChip>
  );
}

/** A token below 700 px. */
export const narrowToken = (token: AccessToken): NarrowItem => ({
  title: token.description,
  secondary: (
    <>
      <span className="mono">{token.token_prefix}</span> · <DaysLeft token={token} /> ·{' '}
      <LastUse token={token} />
    </>
  ),
  status: <TokenState token={token} />,
});

function DaysLeft({ token }: { token: AccessToken }) {
  const now = useNow();
  return token.expiry_time === null ? 'no end' : formatDaysLeft(token.expiry_time, now);
}

function LastUse({ token }: { token: AccessToken }) {
  return token.last_used_time === null ? (
    'never used'
  ) : (
    <>
      used <PastTime at={token.last_used_time} />
    </>
  );
}
