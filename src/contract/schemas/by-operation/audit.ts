import type * as operations from '../../operations/audit.ts';
import * as audit from '../audit.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  listAuditEvents: { query: audit.AuditQuery, answer: audit.AuditList },
  exportAudit: { query: audit.AuditExportQuery },
  exportAuditJson: { query: audit.AuditExportQuery },
  getAuditChain: { answer: audit.AuditChain },
  getAuditEvent: { answer: audit.AuditEventDetails },
  getEvidence: { answer: audit.Evidence },
} as const satisfies SchemasOf<typeof operations>;
