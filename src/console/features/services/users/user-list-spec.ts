import { RENEWAL_STATES, SERVICE_USER_SORTS, SERVICE_USER_TYPES } from '../../../../contract/values.ts';

/** What of the list of service users lives in the URL. */
export const USER_LIST = {
  lists: { type: SERVICE_USER_TYPES, renewal_state: RENEWAL_STATES },
  choices: {},
  sorts: SERVICE_USER_SORTS,
  preset: { key: 'username', dir: 'asc' },
} as const;

/** How the types of service users read. */
export const USER_TYPE_WORDS = {
  primary: 'Primary',
  normal: 'Normal',
} as const satisfies Record<(typeof SERVICE_USER_TYPES)[number], string>;
