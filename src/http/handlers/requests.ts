import type * as operations from '../../contract/operations/requests.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/requests.ts';
import * as changeRequests from '../../service/requests/change-requests.ts';
import { requestApiKey } from '../../service/requests/request-key.ts';
import * as readRequests from '../../service/requests/read-requests.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    createRequest: ({ deps, me, params, body }) =>
      body.request_type === 'create_api_key'
        ? requestApiKey(deps, me, params.organization_id, body)
        : changeRequests.requestRotation(deps, me, params.organization_id, body),
    listRequests: ({ deps, me, params, query }) =>
      readRequests.listRequests(deps, me, params.organization_id, query),
    exportRequests: ({ deps, me, params, query }) =>
      readRequests.exportRequests(deps, me, params.organization_id, query),
    requestFilters: ({ deps, me, params }) => readRequests.requestFilters(deps, me, params.organization_id),
    requestSummary: ({ deps, me, params }) => readRequests.requestSummary(deps, me, params.organization_id),
    getRequest: ({ deps, me, params }) =>
      readRequests.getRequest(deps, me, params.organization_id, params.request_id),
    approveRequest: ({ deps, me, params, body }) =>
      changeRequests.approveRequest(deps, me, params.organization_id, params.request_id, body),
    declineRequest: ({ deps, me, params, body }) =>
      changeRequests.declineRequest(deps, me, params.organization_id, params.request_id, body),
    deleteRequest: ({ deps, me, params }) =>
      changeRequests.deleteRequest(deps, me, params.organization_id, params.request_id),
    retryRequest: ({ deps, me, params, body }) =>
      changeRequests.retryRequest(deps, me, params.organization_id, params.request_id, body),
  },
};
