import type * as operations from '../../operations/requests.ts';
import * as requests from '../requests.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Done, Seen } from '../shared.ts';

export const SCHEMAS = {
  createRequest: { body: requests.NewRequest, answer: requests.RequestEnvelope },
  listRequests: { query: requests.RequestQuery, answer: requests.RequestList },
  exportRequests: { query: requests.RequestExportQuery },
  requestFilters: { answer: requests.RequestFilters },
  requestSummary: { answer: requests.RequestSummary },
  getRequest: { answer: requests.RequestDetails },
  approveRequest: { body: requests.Approval, answer: requests.RequestEnvelope },
  declineRequest: { body: requests.Decline, answer: requests.RequestEnvelope },
  deleteRequest: { answer: Done },
  retryRequest: { body: Seen, answer: requests.RequestEnvelope },
} as const satisfies SchemasOf<typeof operations>;
