import { useEffect, useState } from 'react';
import { accessFilters } from '../../../contract/operations/accesses.ts';
import { CREDENTIAL_STATES, EXPIRIES } from '../../../contract/values.ts';
import { useRead } from '../../api/queries.ts';
import { CREDENTIAL_STATE_LOOKS } from '../../parts/credential-state-chip.tsx';
import { useListPageState } from '../../parts/list-page-state.ts';
import type { Filter } from '../../ui/filter-chip.tsx';
import { whenIdle } from '../../ui/when-idle.ts';
import { ACCESS_LIST, needsFilterWords } from './access-list-spec.ts';

const STATE_OPTIONS = CREDENTIAL_STATES.map((value) => ({
  value,
  label: CREDENTIAL_STATE_LOOKS[value].label,
}));

const EXPIRY_LABELS = {
  expired: 'Expired',
  '7_days': 'Within 7 days',
  '30_days': 'Within 30 days',
  '90_days': 'Within 90 days',
} as const satisfies Record<(typeof EXPIRIES)[number], string>;
const EXPIRY_OPTIONS = EXPIRIES.map((value) => ({ value, label: EXPIRY_LABELS[value] }));

export const useAccessListState = () => useListPageState(ACCESS_LIST);
export type AccessListState = ReturnType<typeof useAccessListState>;

/**
 * Filters by project, service, owner group, credential state and certificate expiry (R1). Their choices are read with
 * the list only where one is set; otherwise once the list has come and the browser is idle, so that they open filled.
 */
export function useAccessFilters(state: AccessListState, listHasCome: boolean): readonly Filter[] {
  const { query, filter, choice, setChoice } = state;
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (listHasCome) whenIdle(() => setIdle(true));
  }, [listHasCome]);
  const found = useRead(accessFilters, {}, { enabled: idle || needsFilterWords(query) }).data;
  const expiry = choice('expiry');
  return [
    filter('project_name', 'Project', found?.projects.map((name) => ({ value: name, label: name })) ?? []),
    filter(
      'service',
      'Service',
      found?.services.map((service) => ({
        value: service.service_id,
        label: service.service_name,
        hint: service.project_name,
      })) ?? [],
    ),
    filter(
      'owner_user_group_id',
      'Owner group',
      found?.groups.map((group) => ({ value: group.user_group_id, label: group.user_group_name })) ?? [],
    ),
    filter('credential_state', 'Credentials', STATE_OPTIONS),
    {
      key: 'expiry',
      label: 'Certificate expiry',
      single: true,
      options: EXPIRY_OPTIONS,
      values: expiry === undefined ? [] : [expiry],
      onChange: ([value]) =>
        setChoice(
          'expiry',
          EXPIRIES.find((known) => known === value),
        ),
    },
  ];
}
