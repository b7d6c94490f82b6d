import { operation } from '../operation.ts';

const O = '/v1/organization/{organization_id}' as const;
const S = `${O}/project/{project}/service/{service_name}` as const;
const group = 'Mail';

export const getMailPreferences = operation({
  id: 'getMailPreferences',
  method: 'GET',
  path: '/v1/mail/preferences',
  group,
  summary: 'What is mailed to me, and how',
  description: '`mail_leaves` says whether this server sends mail at all.',
  nouns: ['mailPreferences'],
});

export const changeMailPreferences = operation({
  id: 'changeMailPreferences',
  method: 'PUT',
  path: '/v1/mail/preferences',
  group,
  summary: 'Choose what is mailed to me, and how',
  description:
    'Topics that are not named stay as they are. Mail about security comes at once or daily; `none` is refused.',
  problems: ['invalid_request'],
  touches: ['mailPreferences'],
});

export const unsubscribeFromMail = operation({
  id: 'unsubscribeFromMail',
  method: 'POST',
  path: '/v1/mail/unsubscribe/{mail_token}',
  group,
  summary: 'End reminders or digests with one click in a mail program (RFC 8058)',
  description:
    'The address stands in the List-Unsubscribe header of the mail that it ends, and is the only proof it takes. Whatever body comes with it is passed over. Repeatable; an unknown one is answered alike.',
  session: 'none',
  touches: ['mailPreferences'],
});

export const getTechnicalAddresses = operation({
  id: 'getTechnicalAddresses',
  method: 'GET',
  path: `${S}/technical-addresses`,
  group,
  summary: 'Who is told of a service’s certificates besides its project’s admins and operators',
  problems: ['organization_not_found', 'project_not_found', 'service_not_found'],
  nouns: ['services'],
});

export const changeTechnicalAddresses = operation({
  id: 'changeTechnicalAddresses',
  method: 'PUT',
  path: `${S}/technical-addresses`,
  group,
  summary: 'Change a service’s technical addresses, all at once',
  description: 'Takes an admin of the project.',
  problems: [
    'organization_not_found',
    'project_not_found',
    'service_not_found',
    'permission_denied',
    'invalid_request',
  ],
  touches: ['services'],
});

export const listMailBounces = operation({
  id: 'listMailBounces',
  method: 'GET',
  path: `${O}/mail/bounces`,
  group,
  summary: 'Addresses that refused mail for good, newest first, 200 at most',
  description: 'Takes an organization admin.',
  problems: ['organization_not_found', 'permission_denied'],
  nouns: ['people'],
});

export const retryMailBounce = operation({
  id: 'retryMailBounce',
  method: 'POST',
  path: `${O}/mail/bounces/retry`,
  group,
  summary: 'Send to an address again that refused mail',
  description: 'What was held back for it is sent, unless it is older than two days. Repeatable.',
  problems: ['organization_not_found', 'permission_denied', 'invalid_request'],
  touches: ['people', 'mailPreferences'],
});
