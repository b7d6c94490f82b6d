import type * as operations from '../../operations/incidents.ts';
import type { SchemasOf } from '../by-operation.ts';
import * as incidents from '../incidents.ts';

const report = { body: incidents.CompromiseReport, answer: incidents.IncidentEnvelope } as const;
const preview = { answer: incidents.CompromisePreview } as const;

export const SCHEMAS = {
  previewAccessCompromise: preview,
  reportAccessCompromise: report,
  previewUserCompromise: preview,
  reportUserCompromise: report,
  previewKeyCompromise: preview,
  reportKeyCompromise: report,
  listIncidents: { query: incidents.IncidentQuery, answer: incidents.IncidentList },
  exportIncidents: { query: incidents.IncidentExportQuery },
  getIncident: { answer: incidents.IncidentDetails },
  closeIncident: { body: incidents.IncidentClosing, answer: incidents.IncidentEnvelope },
} as const satisfies SchemasOf<typeof operations>;
