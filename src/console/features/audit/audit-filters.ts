import { AUDIT_TOPIC_WORDS } from '../../../contract/audit-words.ts';
import { listUsers } from '../../../contract/operations/directory.ts';
import type { AuditEvent } from '../../../contract/schemas/audit.ts';
import { AUDIT_OUTCOMES, AUDIT_TOPICS } from '../../../contract/values.ts';
import { serverNow } from '../../api/clock.ts';
import { useRead } from '../../api/queries.ts';
import { useListPageState } from '../../parts/list-page-state.ts';
import type { Filter, FilterOption } from '../../ui/filter-chip.tsx';
import { AUDIT_LIST } from './audit-list-spec.ts';

export const useAuditListState = () => useListPageState(AUDIT_LIST);
type AuditListState = ReturnType<typeof useAuditListState>;

const TOPIC_OPTIONS = AUDIT_TOPICS.map((value) => ({ value, label: AUDIT_TOPIC_WORDS[value] }));

const OUTCOME_OPTIONS = [
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
  { value: 'done', label: 'Done' },
] as const satisfies readonly { value: AuditEvent['outcome']; label: string }[];

const DAYS = [
  { label: 'Today', back: 0 },
  { label: 'Last 7 days', back: 6 },
  { label: 'Last 30 days', back: 29 },
  { label: 'Last 90 days', back: 89 },
] as const;

/** Where days of the reader begin, so that the same choice is the same link all day. */
const dayOptions = (now: number): readonly FilterOption[] =>
  DAYS.map(({ label, back }) => {
    const day = new Date(now);
    const start = new Date(day.getFullYear(), day.getMonth(), day.getDate() - back);
    return { value: `${start.toISOString().slice(0, 19)}Z`, label };
  });

const withChosen = (
  options: readonly FilterOption[],
  chosen: readonly string[],
  label: (value: string) => string,
): readonly FilterOption[] => [
  ...options,
  ...chosen
    .filter((value) => options.every((option) => option.value !== value))
    .map((value) => ({ value, label: label(value) })),
];

/** Only there while a link asks for it. */
const fromLink = (state: AuditListState, name: 'request' | 'access' | 'to', label: string): Filter[] => {
  const chosen = state.values(name);
  return chosen.length === 0
    ? []
    : [
        {
          ...state.filter(
            name,
            label,
            withChosen([], chosen, (value) => value),
          ),
          single: true,
        },
      ];
};

/** Filters by topic, person, outcome and time; request and access come with links (A3). */
export function useAuditFilters(
  state: AuditListState,
  rows: readonly AuditEvent[] | undefined,
): readonly Filter[] {
  const people = useRead(listUsers, {}, { enabled: rows !== undefined }).data?.users;
  const known = new Map(
    (rows ?? []).flatMap(({ actor_id: id, actor_name: name }) => (id === undefined ? [] : [[id, name]])),
  );
  for (const { user_id: id, user_info: info } of people ?? []) known.set(id, info.real_name);
  const actors = [...known].map(([value, label]) => ({ value, label }));
  const days = withChosen(
    dayOptions(serverNow()),
    state.values('from'),
    (value) => `Since ${new Date(value).toLocaleString()}`,
  );
  const outcome = state.choice('outcome');
  return [
    state.filter('topic', 'About', TOPIC_OPTIONS),
    state.filter(
      'actor',
      'Who',
      withChosen(actors, state.values('actor'), (value) => value),
    ),
    { ...state.filter('from', 'Time', days), single: true },
    {
      key: 'outcome',
      label: 'Outcome',
      single: true,
      options: OUTCOME_OPTIONS,
      values: outcome === undefined ? [] : [outcome],
      onChange: ([value]) =>
        state.setChoice(
          'outcome',
          AUDIT_OUTCOMES.find((one) => one === value),
        ),
    },
    ...fromLink(state, 'to', 'Until'),
    ...fromLink(state, 'request', 'Request'),
    ...fromLink(state, 'access', 'Access'),
  ];
}
