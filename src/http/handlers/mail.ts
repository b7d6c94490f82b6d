import type * as operations from '../../contract/operations/mail.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/mail.ts';
import * as bounces from '../../service/mail/bounces.ts';
import * as preferences from '../../service/mail/preferences.ts';
import * as addresses from '../../service/mail/technical-addresses.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    getMailPreferences: ({ deps, me }) => preferences.getMailPreferences(deps, me),
    changeMailPreferences: ({ deps, me, body }) => preferences.changeMailPreferences(deps, me, body),
    unsubscribeFromMail: ({ deps, params }) => preferences.unsubscribe(deps, params.mail_token),
    getTechnicalAddresses: ({ deps, me, params }) => addresses.getTechnicalAddresses(deps, me, params),
    changeTechnicalAddresses: ({ deps, me, params, body }) =>
      addresses.changeTechnicalAddresses(deps, me, params, body),
    listMailBounces: ({ deps, me, params }) => bounces.listMailBounces(deps, me, params.organization_id),
    retryMailBounce: ({ deps, me, params, body }) =>
      bounces.retryMailBounce(deps, me, params.organization_id, body.address),
  },
};
