import type * as operations from '../../contract/operations/incidents.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/incidents.ts';
import { closeReview } from '../../service/incidents/close-review.ts';
import * as previews from '../../service/incidents/preview-compromise.ts';
import * as reads from '../../service/incidents/read-incidents.ts';
import * as reports from '../../service/incidents/report-compromise.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    previewAccessCompromise: ({ deps, me, params }) =>
      previews.previewAccessCompromise(deps, me, params.organization_id, params.access_id),
    reportAccessCompromise: ({ deps, me, params, body }) =>
      reports.reportAccessCompromise(deps, me, params.organization_id, params.access_id, body),
    previewUserCompromise: ({ deps, me, params }) => previews.previewUserCompromise(deps, me, params),
    reportUserCompromise: ({ deps, me, params, body }) =>
      reports.reportUserCompromise(deps, me, params, body),
    previewKeyCompromise: ({ deps, me, params }) =>
      previews.previewKeyCompromise(deps, me, params.organization_id, params.key),
    reportKeyCompromise: ({ deps, me, params, body }) =>
      reports.reportKeyCompromise(deps, me, params.organization_id, params.key, body),
    listIncidents: ({ deps, me, params, query }) =>
      reads.listIncidents(deps, me, params.organization_id, query),
    exportIncidents: ({ deps, me, params, query }) =>
      reads.exportIncidents(deps, me, params.organization_id, query),
    getIncident: ({ deps, me, params }) =>
      reads.getIncident(deps, me, params.organization_id, params.incident_id),
    closeIncident: ({ deps, me, params, body }) =>
      closeReview(deps, me, params.organization_id, params.incident_id, body),
  },
};
