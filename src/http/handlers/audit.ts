import type * as operations from '../../contract/operations/audit.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/audit.ts';
import { getEvidence } from '../../service/audit/evidence.ts';
import { exportAudit, exportAuditJson } from '../../service/audit/export-audit.ts';
import { getAuditChain, getAuditEvent, listAuditEvents } from '../../service/audit/read-audit.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listAuditEvents: ({ deps, me, params, query }) =>
      listAuditEvents(deps, me, params.organization_id, query),
    exportAudit: ({ deps, me, params, query }) => exportAudit(deps, me, params.organization_id, query),
    exportAuditJson: ({ deps, me, params, query }) =>
      exportAuditJson(deps, me, params.organization_id, query),
    getAuditChain: ({ deps, me, params }) => getAuditChain(deps, me, params.organization_id),
    getAuditEvent: ({ deps, me, params }) => getAuditEvent(deps, me, params.organization_id, params.event_id),
    getEvidence: ({ deps, me, params }) => getEvidence(deps, me, params.organization_id, params.request_id),
  },
};
