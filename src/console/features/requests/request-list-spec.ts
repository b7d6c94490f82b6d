import { REQUEST_SORTS, REQUEST_STATUSES, REQUEST_TYPES } from '../../../contract/values.ts';
import { listQueryOf } from '../../parts/list-page-state.ts';

/** approvals: of my groups. mine: what I and my groups asked for. */
export type Scope = 'approvals' | 'mine';

/** What of the list lives in the URL; the newest request comes first (R7). */
export const REQUEST_LIST = {
  lists: { type: REQUEST_TYPES, status: REQUEST_STATUSES, requester: null, group: null },
  choices: {},
  sorts: REQUEST_SORTS,
  preset: { key: 'create_time', dir: 'desc' },
} as const;

/** The one question that loader and page both ask for a URL, so that they share its answer. */
export const requestListArgs = (scope: Scope, params: URLSearchParams) => ({
  query: { scope, ...listQueryOf(REQUEST_LIST, params) },
});
