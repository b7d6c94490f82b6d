import type * as operations from '../../contract/operations/accesses.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/accesses.ts';
import * as changeAccesses from '../../service/accesses/change-accesses.ts';
import * as readAccesses from '../../service/accesses/read-accesses.ts';
import { readCredentialsByToken } from '../../service/credentials/read-by-token.ts';
import * as reveal from '../../service/credentials/reveal.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listAccesses: ({ deps, me, params, query }) =>
      readAccesses.listAccesses(deps, me, params.organization_id, query),
    exportAccesses: ({ deps, me, params, query }) =>
      readAccesses.exportAccesses(deps, me, params.organization_id, query),
    accessFilters: ({ deps, me, params }) => readAccesses.accessFilters(deps, me, params.organization_id),
    accessAttention: ({ deps, me, params }) => readAccesses.accessAttention(deps, me, params.organization_id),
    createAccess: ({ deps, me, params, body }) =>
      changeAccesses.createAccess(deps, me, params.organization_id, body),
    getAccess: ({ deps, me, params }) =>
      readAccesses.getAccess(deps, me, params.organization_id, params.access_id),
    deleteAccess: ({ deps, me, params }) =>
      changeAccesses.deleteAccess(deps, me, params.organization_id, params.access_id),
    previewRotation: ({ deps, me, params }) =>
      readAccesses.previewRotation(deps, me, params.organization_id, params.access_id),
    readCredentialsByToken: ({ deps, me, tokenId, params }) =>
      readCredentialsByToken(deps, { personId: me, tokenId }, params.organization_id, params.access_id),
    claimCredentials: ({ deps, me, params, body }) =>
      reveal.claimCredentials(deps, me, params.organization_id, params.access_id, body),
    confirmSaved: ({ deps, me, params, body }) =>
      reveal.confirmSaved(deps, me, params.organization_id, params.access_id, body),
    retireOldCredentials: ({ deps, me, params, body }) =>
      reveal.retireOldCredentials(deps, me, params.organization_id, params.access_id, body),
  },
};
