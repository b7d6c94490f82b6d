import { ACCESS_SORTS, CREDENTIAL_STATES, EXPIRIES } from '../../../contract/values.ts';
import { listQueryOf } from '../../parts/list-page-state.ts';

/** What of the list lives in the URL (R1). */
export const ACCESS_LIST = {
  lists: {
    project_name: null,
    service: null,
    owner_user_group_id: null,
    credential_state: CREDENTIAL_STATES,
  },
  choices: { expiry: EXPIRIES },
  sorts: ACCESS_SORTS,
  preset: { key: 'access_name', dir: 'asc' },
} as const;

/** The one question that loader and page both ask for a URL, so that they share its answer. */
export const accessListArgs = (params: URLSearchParams) => ({ query: listQueryOf(ACCESS_LIST, params) });

/** Whether a filter is set whose values the server's lists of projects, services and groups put into words. */
export const needsFilterWords = (query: Readonly<Record<string, unknown>>): boolean =>
  ['project_name', 'service', 'owner_user_group_id'].some((name) => name in query);
