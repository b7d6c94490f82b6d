import { SERVICE_ACCOUNT_SORTS } from '../../../../contract/values.ts';
import { listQueryOf } from '../../../parts/list-page-state.ts';

/** What of the list of service accounts lives in the URL. */
export const ACCOUNT_LIST = {
  lists: {},
  choices: {},
  sorts: SERVICE_ACCOUNT_SORTS,
  preset: { key: 'display_name', dir: 'asc' },
} as const;

/** What of the list of people lives in the URL; it has one order. */
export const MEMBER_LIST = {
  lists: {},
  choices: {},
  sorts: ['real_name'],
  preset: { key: 'real_name', dir: 'asc' },
} as const;

/** The one question about people that loader and page both ask for a URL. */
export function memberListArgs(params: URLSearchParams): { query: { search?: string; cursor?: string } } {
  const { search, cursor } = listQueryOf(MEMBER_LIST, params);
  return { query: { ...(search !== undefined && { search }), ...(cursor !== undefined && { cursor }) } };
}
