import { AUDIT_OUTCOMES, AUDIT_SORTS, AUDIT_TOPICS } from '../../../contract/values.ts';
import { listQueryOf } from '../../parts/list-page-state.ts';

/** What of the list lives in the URL; the newest event comes first (A3). */
export const AUDIT_LIST = {
  lists: { topic: AUDIT_TOPICS, actor: null, request: null, access: null, from: null, to: null },
  choices: { outcome: AUDIT_OUTCOMES },
  sorts: AUDIT_SORTS,
  preset: { key: 'time', dir: 'desc' },
} as const;

/** The one question that loader and page both ask for a URL. */
export const auditListArgs = (params: URLSearchParams) => ({ query: listQueryOf(AUDIT_LIST, params) });
