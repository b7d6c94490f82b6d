import { TriangleAlert } from 'lucide-react';
import { Link } from 'react-router-dom';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { RESOURCE_KIND_WORDS } from '../../../../contract/words.ts';
import { useNow } from '../../../api/clock.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { TwoLines } from '../../../parts/two-lines.tsx';
import { paths } from '../../../paths.ts';
import { classes } from '../../../ui/classes.ts';
import type { Column, NarrowItem } from '../../../ui/table-types.ts';
import { FLAG_SENTENCES, FLAG_WORDS, flagsOf } from './key-words.ts';
import { KeyStateChip } from './key-state-chip.tsx';
import { LastUsed } from './last-used.tsx';
import '../keys.css';

/** K8. At module scope, so that rows do not render again with their page. */
export const KEY_COLUMNS: readonly Column<KeyEntry>[] = [
  {
    key: 'key',
    header: 'Key',
    width: 204,
    sortKey: 'key',
    cell: (key) => (
      <>
        <span className="line mono key-id">{key.key}</span> <Flags entry={key} />
      </>
    ),
  },
  {
    key: 'description',
    header: 'Description',
    sortKey: 'description',
    title: (key) => key.description,
    cell: (key) =>
      key.description === '' ? <span className="muted">none</span> : <bdi>{key.description}</bdi>,
  },
  {
    key: 'owner',
    header: 'Owner, email',
    sortKey: 'owner',
    hideBelow: 900,
    title: ({ owner }) => (owner.email === undefined ? owner.name : `${owner.name}, ${owner.email}`),
    cell: ({ owner }) => (
      <TwoLines second={owner.email ?? 'Service account'}>
        <OwnerLink owner={owner} />
      </TwoLines>
    ),
  },
  {
    key: 'resource',
    header: 'Resource, type',
    sortKey: 'resource',
    hideBelow: 1100,
    title: ({ resource }) => `${resource.name}, ${resource.id}`,
    cell: ({ resource }) => (
      <TwoLines
        second={resource.kind === 'cloud' ? 'Whole organization' : RESOURCE_KIND_WORDS[resource.kind]}
      >
        <ResourceLink resource={resource} />
      </TwoLines>
    ),
  },
  {
    key: 'created',
    header: 'Created',
    width: 122,
    sortKey: 'create_time',
    hideBelow: 1100,
    cell: (key) => <PastTime at={key.create_time} />,
  },
  {
    key: 'used',
    header: 'Last used',
    width: 122,
    sortKey: 'last_used_time',
    cell: (key) => <LastUsed at={key.last_used_time} />,
  },
  {
    key: 'state',
    header: 'State',
    width: 148,
    sortKey: 'state',
    cell: (key) => <KeyStateChip state={key.state} />,
  },
];

/** Follows the clock by itself, so that a tick renders no row. */
function Flags({ entry }: { entry: KeyEntry }) {
  const flags = flagsOf(entry, useNow());
  if (flags.length === 0) return null;
  return (
    <span className="line ellipsis" title={flags.map((flag) => FLAG_SENTENCES[flag]).join('\n')}>
      {flags.map((flag, index) => (
        <span key={flag} className={classes(flag === 'stale_authority' && 'key-stale')}>
          {index > 0 && ' · '}
          {flag === 'stale_authority' && <TriangleAlert size={12} aria-hidden />}
          {FLAG_WORDS[flag]}
        </span>
      ))}
    </span>
  );
}

function OwnerLink({ owner }: { owner: KeyEntry['owner'] }) {
  const to = owner.kind === 'user' ? paths.user(owner.id) : paths.serviceAccount(owner.id);
  return (
    <Link className="text-link" to={to}>
      <bdi>{owner.name}</bdi>
    </Link>
  );
}

/** Where a resource's own keys are listed. */
function ResourceLink({ resource }: { resource: KeyEntry['resource'] }) {
  const { environment_id: environment, kind, id, name } = resource;
  const to =
    kind === 'cloud' || environment === undefined
      ? paths.cloudKeys()
      : kind === 'kafka'
        ? paths.clusterKeys(environment, id)
        : paths.cluster(environment, id);
  return (
    <Link className="text-link" to={to}>
      <bdi>{name}</bdi>
    </Link>
  );
}

/** A key below 700 px. */
export const narrowKey = (key: KeyEntry): NarrowItem => ({
  title: <span className="mono">{key.key}</span>,
  secondary: <Secondary entry={key} />,
  status: <KeyStateChip state={key.state} />,
});

function Secondary({ entry }: { entry: KeyEntry }) {
  const flags = flagsOf(entry, useNow());
  return (
    <>
      {flags[0] !== undefined && (
        <span className={classes(flags[0] === 'stale_authority' && 'key-stale')}>
          {FLAG_WORDS[flags[0]]} ·{' '}
        </span>
      )}
      <bdi>{entry.owner.name}</bdi>
      {entry.description !== '' && (
        <>
          {' '}
          · <bdi>{entry.description}</bdi>
        </>
      )}
    </>
  );
}
