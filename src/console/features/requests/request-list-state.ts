import { requestFilters } from '../../../contract/operations/requests.ts';
import { REQUEST_STATUSES, REQUEST_TYPES } from '../../../contract/values.ts';
import { useRead } from '../../api/queries.ts';
import { useListPageState } from '../../parts/list-page-state.ts';
import { REQUEST_STATUS_LOOKS } from '../../parts/request-status-chip.tsx';
import type { Filter } from '../../ui/filter-chip.tsx';
import { REQUEST_LIST } from './request-list-spec.ts';
import { REQUEST_TYPE_WORDS } from '../../../contract/words.ts';

const TYPE_OPTIONS = REQUEST_TYPES.map((value) => ({ value, label: REQUEST_TYPE_WORDS[value] }));
const STATUS_OPTIONS = REQUEST_STATUSES.map((value) => ({ value, label: REQUEST_STATUS_LOOKS[value].label }));

export const useRequestListState = () => useListPageState(REQUEST_LIST);
export type RequestListState = ReturnType<typeof useRequestListState>;

/** Filters by type, status, requester and group (R7). */
export function useRequestFilters({ filter }: RequestListState): readonly Filter[] {
  const found = useRead(requestFilters, {}).data;
  return [
    filter('type', 'Type', TYPE_OPTIONS),
    filter('status', 'Status', STATUS_OPTIONS),
    filter(
      'requester',
      'Requester',
      found?.requesters.map((person) => ({ value: person.user_id, label: person.real_name })) ?? [],
    ),
    filter(
      'group',
      'Requesting group',
      found?.groups.map((group) => ({ value: group.user_group_id, label: group.user_group_name })) ?? [],
    ),
  ];
}
