import { INCIDENT_KINDS, INCIDENT_SORTS, INCIDENT_STATES } from '../../../contract/values.ts';

/** What of the list lives in the URL; the newest report comes first. */
export const REVIEW_LIST = {
  lists: { state: INCIDENT_STATES, kind: INCIDENT_KINDS },
  choices: {},
  sorts: INCIDENT_SORTS,
  preset: { key: 'report_time', dir: 'desc' },
} as const;
