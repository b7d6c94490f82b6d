import type { World } from '../../service/ports/store.ts';
import type { TestHost } from '../http-suite/host.ts';
import { START } from '../rows.ts';
import type { Seen, SeenAccess, SeenRequest } from './expected.ts';
import type { ModelPerson } from './state.ts';

/** Ids that the backend gave to what a run made, and the run's labels for them. */
export interface Labels {
  readonly accesses: Map<string, string>;
  readonly requests: Map<string, string>;
  readonly incidents: Map<string, string>;
  /** The role of each person that was given one. */
  readonly roles: Map<string, string>;
}

const labelOf = (labels: ReadonlyMap<string, string>, id: string): string => {
  for (const [label, known] of labels) if (known === id) return label;
  return `unknown ${id}`;
};

const since = (time: string | undefined): number | null =>
  time === undefined ? null : Date.parse(time) - START;

type Verdicts = Readonly<Record<string, { readonly allowed: boolean; readonly reason?: string | undefined }>>;

const words = <K extends string>(
  verdicts: Verdicts,
  names: Readonly<Record<K, string>>,
): Record<K, string> => {
  const said = Object.entries<string>(names).map(([name, field]) => {
    const verdict = verdicts[field];
    return [name, verdict?.allowed ? 'allowed' : (verdict?.reason ?? 'no reason')];
  });
  // The same keys.
  return Object.fromEntries(said) as Record<K, string>;
};

const listed = async (
  host: TestHost,
  labels: Labels,
  by: ModelPerson,
): Promise<Pick<Seen, 'accesses' | 'requests'>> => {
  const person = host.as(by);
  const { access } = await person.ok('listAccesses', { query: { limit: '999' } });
  const { requests } = await person.ok('listRequests', { query: { scope: 'mine', limit: '999' } });
  const accesses = access.map((row): [string, SeenAccess] => [
    labelOf(labels.accesses, row.access_id),
    {
      state: row.credential_state,
      active: row.active_request_id === undefined ? null : labelOf(labels.requests, row.active_request_id),
      user: row.credentials_user_id ?? null,
      consumed: row.credentials_consumed,
      first: row.first_credentials,
      waitsUntil: since(row.credentials_expire_time),
      old: row.old_credentials ? (since(row.old_credentials.valid_until_time) ?? 'open') : 'none',
      verdicts: words(row.verdicts, {
        rotate: 'request_rotation',
        review: 'review_credentials',
        retire: 'retire_old_credentials',
        delete: 'delete_access',
      }),
    },
  ]);
  // The model has no keys.
  const rotations = requests.filter((row) => row.request_type === 'rotate_credentials');
  const asked = rotations.map((row): [string, SeenRequest] => [
    labelOf(labels.requests, row.request_id),
    {
      status: row.status,
      outcome: row.outcome ?? null,
      access: labelOf(labels.accesses, row.access_id),
      requester: row.requester.user_id,
      decidedBy: row.decided_by?.user_id ?? null,
      overlap: row.overlap,
      failed: row.failure !== undefined,
      verdicts: words(row.verdicts, {
        approve: 'approve',
        decline: 'decline',
        delete: 'delete',
        retry: 'retry',
      }),
    },
  ]);
  const byLabel = <T>(pairs: readonly [string, T][]): Record<string, T> =>
    Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { accesses: byLabel(accesses), requests: byLabel(asked) };
};

/** What this person sees of the real thing, and what its store and its platform hold, as `expectedView` puts it. */
export const observedView = async (
  host: TestHost,
  labels: Labels,
  by: ModelPerson,
  dump: World,
  before: ReadonlySet<string>,
): Promise<Seen> => ({
  ...(await listed(host, labels, by)),
  credentials: dump.credentials
    .filter((row) => row.organizationId === 'org_acme')
    .map((row) =>
      [
        labelOf(labels.accesses, row.accessId),
        row.generation,
        row.status,
        `for ${row.revealTo}`,
        `sealed ${row.sealed !== null}`,
        `accepted ${row.activatedAt === null ? null : row.activatedAt - START}`,
        `old end ${row.retireOldAt === null ? null : row.retireOldAt - START} ${row.oldRetiredAt !== null}`,
      ].join(', '),
    )
    .sort(),
  platform: dump.simulatedGenerations
    .filter((row) => row.serviceId !== 'svc_globex')
    .map((row) => `${row.id.replace('svc_', '')} ${row.status} ${row.passwordEnded}`)
    .sort(),
  // Refusals leave no trace but there, one a minute of a kind; the model knows of none.
  audit: dump.audit
    .filter(({ outcome }) => outcome !== 'refused')
    .filter((row) => !before.has(row.id))
    .map((row) => {
      const access = row.accessId === null ? '-' : labelOf(labels.accesses, row.accessId);
      const request = row.requestId === null ? '-' : labelOf(labels.requests, row.requestId);
      return `${row.action} by ${row.actorId ?? 'system'} on ${access} for ${request}`;
    })
    .sort(),
});
