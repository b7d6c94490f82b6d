import { Monitor } from 'lucide-react';
import type { SessionEntry } from '../../../contract/schemas/sign-in.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import { deviceOf } from './device-words.ts';

const KINDS = {
  persona: 'Persona',
  provider: 'Provider',
  break_glass: 'Break-glass code',
} satisfies Record<SessionEntry['kind'], string>;

const wayIn = ({ kind, provider_name: provider }: SessionEntry): string => provider ?? KINDS[kind];

/** The one last used first, as the server lists them; one person has few. */
export const SESSION_COLUMNS: readonly Column<SessionEntry>[] = [
  {
    key: 'device',
    header: 'Device',
    title: (session) => session.user_agent ?? undefined,
    cell: (session) => deviceOf(session.user_agent),
  },
  {
    key: 'address',
    header: 'Address',
    width: 180,
    mono: true,
    cell: (session) => session.ip ?? <span className="muted">unknown</span>,
  },
  { key: 'way', header: 'Signed in with', width: 180, hideBelow: 1100, cell: wayIn },
  {
    key: 'created',
    header: 'Signed in',
    width: 140,
    hideBelow: 900,
    cell: (session) => <PastTime at={session.create_time} />,
  },
  {
    key: 'used',
    header: 'Last used',
    width: 140,
    cell: (session) => <PastTime at={session.last_used_time} />,
  },
  { key: 'current', header: '', width: 150, cell: (session) => <ThisOne session={session} /> },
];

function ThisOne({ session }: { session: SessionEntry }) {
  if (!session.current) return null;
  return (
    <StatusChip tone="green" icon={<Monitor size={14} aria-hidden />}>
      This session
    </StatusChip>
  );
}

/** A session below 700 px. */
export const narrowSession = (session: SessionEntry): NarrowItem => ({
  title: deviceOf(session.user_agent),
  secondary: (
    <>
      <span className="mono">{session.ip ?? 'unknown'}</span> · used <PastTime at={session.last_used_time} />
    </>
  ),
  status: <ThisOne session={session} />,
});
