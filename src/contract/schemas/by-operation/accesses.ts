import type * as operations from '../../operations/accesses.ts';
import * as accesses from '../accesses.ts';
import * as credentials from '../credentials.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Seen } from '../shared.ts';

export const SCHEMAS = {
  listAccesses: { query: accesses.AccessQuery, answer: accesses.AccessList },
  exportAccesses: { query: accesses.AccessExportQuery },
  accessFilters: { answer: accesses.AccessFilters },
  accessAttention: { answer: accesses.AccessAttention },
  createAccess: { body: accesses.NewAccess, answer: accesses.AccessEnvelope },
  getAccess: { answer: accesses.AccessEnvelope },
  deleteAccess: { answer: accesses.DeletedAccess },
  previewRotation: { answer: accesses.RotationPreview },
  readCredentialsByToken: { answer: credentials.TokenCredentials },
  claimCredentials: { body: credentials.Claim, answer: credentials.Reveal },
  confirmSaved: { body: credentials.Claim, answer: credentials.Saved },
  retireOldCredentials: { body: Seen, answer: credentials.Saved },
} as const satisfies SchemasOf<typeof operations>;
