import { useEffect, useState } from 'react';
import { listOrganizationMembers, listServiceAccounts } from '../../../../contract/operations/keys.ts';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { KEY_KINDS, KEY_STATES } from '../../../../contract/values.ts';
import { RESOURCE_KIND_WORDS, KEY_STATE_WORDS } from '../../../../contract/words.ts';
import { useRead } from '../../../api/queries.ts';
import { useListPageState } from '../../../parts/list-page-state.ts';
import type { Filter, FilterOption } from '../../../ui/filter-chip.tsx';
import { whenIdle } from '../../../ui/when-idle.ts';
import { KEY_LIST, type KeyScope } from './key-list-spec.ts';
import { FLAG_WORDS } from './key-words.ts';
import { useClusters } from './use-clusters.ts';

export const useKeyListState = () => useListPageState(KEY_LIST);
type KeyListState = ReturnType<typeof useKeyListState>;

const STATE_OPTIONS = KEY_STATES.map((value) => ({ value, label: KEY_STATE_WORDS[value] }));
const KIND_OPTIONS = KEY_KINDS.map((value) => ({ value, label: RESOURCE_KIND_WORDS[value] }));
/** As many as an answer may hold. */
const MOST = '999';

const merged = (...lists: readonly (readonly FilterOption[])[]): readonly FilterOption[] => [
  ...new Map(lists.flat().map((option) => [option.value, option])).values(),
];

/**
 * Filters by owner, resource, state, stale authority and no use (K8, K15); those that the page's scope answers are left
 * out. Who owns keys is read once the list has come and the browser is idle; until then the owners on the page are known.
 */
export function useKeyFilters(
  state: KeyListState,
  scope: KeyScope,
  rows: readonly KeyEntry[] | undefined,
): readonly Filter[] {
  const [idle, setIdle] = useState(false);
  const come = rows !== undefined;
  useEffect(() => {
    if (come) whenIdle(() => setIdle(true));
  }, [come]);
  const byOwner = scope.owner_id === undefined;
  const byKind = scope.resource_kind === undefined && scope.resource_id === undefined;
  const several = scope.resource_id?.includes(',') === true;
  const names = { enabled: idle && byOwner };
  const accounts = useRead(listServiceAccounts, { query: { limit: MOST } }, names).data?.service_accounts;
  const people = useRead(listOrganizationMembers, { query: { limit: MOST } }, names).data?.users;
  const { clusters } = useClusters(idle && (byKind || several));

  const owners = merged(
    rows?.map(({ owner }) => ({
      value: owner.id,
      label: owner.name,
      hint: owner.email ?? 'service account',
    })) ?? [],
    people?.map((person) => ({ value: person.user_id, label: person.real_name, hint: person.user_email })) ??
      [],
    accounts?.map((account) => ({
      value: account.service_account_id,
      label: account.display_name,
      hint: 'service account',
    })) ?? [],
  );
  const legal = scope.resource_id?.split(',');
  const resources = merged(
    rows?.map(({ resource }) => ({
      value: resource.id,
      label: resource.name,
      hint: RESOURCE_KIND_WORDS[resource.kind],
    })) ?? [],
    clusters?.map((cluster) => ({
      value: cluster.cluster_id,
      label: cluster.cluster_name,
      hint: RESOURCE_KIND_WORDS[cluster.kind],
    })) ?? [],
  ).filter(({ value }) => legal === undefined || legal.includes(value));

  const toggle = (name: 'stale_authority' | 'unused'): Filter => ({
    key: name,
    label: FLAG_WORDS[name],
    toggle: true,
    options: [{ value: 'true', label: FLAG_WORDS[name] }],
    values: state.choice(name) === undefined ? [] : ['true'],
    onChange: ([value]) => state.setChoice(name, value === undefined ? undefined : 'true'),
  });
  return [
    ...(byOwner ? [state.filter('owner_id', 'Owner', owners)] : []),
    ...(byKind ? [state.filter('resource_kind', 'Resource type', KIND_OPTIONS)] : []),
    ...(byKind || several ? [state.filter('resource_id', 'Resource', resources)] : []),
    state.filter('state', 'State', STATE_OPTIONS),
    toggle('stale_authority'),
    toggle('unused'),
  ];
}
