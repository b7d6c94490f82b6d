import type * as operations from '../../contract/operations/service-users.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/service-users.ts';
import * as changes from '../../service/service-users/change-users.ts';
import * as reads from '../../service/service-users/read-users.ts';
import { showSecrets } from '../../service/service-users/show-secrets.ts';
import { untilMade } from '../until-made.ts';
import { changeCertificateNotices, introduceCa } from '../../service/services/change-services.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    createServiceUser: ({ deps, me, params, body }) => changes.createServiceUser(deps, me, params, body),
    getServiceUser: ({ deps, me, params, query, tokenId }) =>
      reads.getServiceUser(deps, me, params, tokenId !== null && query.include_secrets),
    deleteServiceUser: ({ deps, me, params }) => changes.deleteServiceUser(deps, me, params),
    modifyServiceUser: ({ deps, me, params, body }) =>
      body.operation === 'acknowledge-renewal'
        ? changes.acknowledgeRenewedCertificate(deps, me, params)
        : changes.resetCredentials(deps, me, params, body.new_password),
    resetServiceUser: ({ deps, me, params }) => changes.resetCredentials(deps, me, params),
    resetServiceCredentials: ({ deps, me, params }) => changes.resetServiceCredentials(deps, me, params),
    listServiceUsers: ({ deps, me, params, query }) => reads.listServiceUsers(deps, me, params, query),
    exportServiceUsers: ({ deps, me, params, query }) => reads.exportServiceUsers(deps, me, params, query),
    showServiceUserSecrets: ({ deps, me, params, body }) => showSecrets(deps, me, params, body.purpose),
    changeCertificateNotices: ({ deps, me, params, body }) =>
      changeCertificateNotices(deps, me, params, body),
    introduceCa: ({ deps, me, params, body }) => introduceCa(deps, me, params.project, body.number),
  },
  afterwards: {
    createServiceUser: ({ deps, params, body }) => untilMade(deps, { ...params, username: body.username }),
    modifyServiceUser: ({ deps, params }) => untilMade(deps, params),
    resetServiceUser: ({ deps, params }) => untilMade(deps, params),
    resetServiceCredentials: ({ deps, params }) => untilMade(deps, params),
  },
};
