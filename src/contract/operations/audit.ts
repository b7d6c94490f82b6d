import { operation } from '../operation.ts';

const G = '/v1/organization/{organization_id}/governance' as const;
const A = `${G}/audit` as const;
const group = 'Audit';
const refusals = ['organization_not_found', 'permission_denied'] as const;

export const listAuditEvents = operation({
  id: 'listAuditEvents',
  method: 'GET',
  path: A,
  group,
  summary: 'List audit events, newest first',
  description:
    'For organization admins. Refused commands and refused looks at secrets are listed too, each once a minute for the same person, operation, resource and reason.',
  problems: [...refusals, 'invalid_request'],
  nouns: ['audit'],
});

export const exportAudit = operation({
  id: 'exportAudit',
  method: 'GET',
  path: `${G}/audit-export`,
  group,
  summary: 'Every event that matches, as CSV',
  produces: 'csv',
  problems: [...refusals, 'invalid_request'],
  nouns: ['audit'],
});

export const exportAuditJson = operation({
  id: 'exportAuditJson',
  method: 'GET',
  path: `${G}/audit-export-json`,
  group,
  summary: 'Every event that matches, with its link in the chain, as a JSON file',
  description: 'Can be verified without the server: `npm run audit:verify -- FILE`.',
  produces: 'json-file',
  problems: [...refusals, 'invalid_request'],
  nouns: ['audit'],
});

export const getAuditChain = operation({
  id: 'getAuditChain',
  method: 'GET',
  path: `${G}/audit-chain`,
  group,
  summary: 'How long the chain of audit events is, its newest hash, and the key that signs it',
  problems: refusals,
  nouns: ['audit'],
});

export const getAuditEvent = operation({
  id: 'getAuditEvent',
  method: 'GET',
  path: `${A}/{event_id}`,
  group,
  summary: 'Get an event with its place in the chain, verified now',
  problems: [...refusals, 'audit_event_not_found'],
  nouns: ['audit'],
});

export const getEvidence = operation({
  id: 'getEvidence',
  method: 'GET',
  path: `${G}/requests/{request_id}/evidence`,
  group,
  summary: 'Everything about one request, signed, for an auditor',
  description:
    'For whoever may see the request. Can be verified without the server: `npm run audit:verify -- FILE`. It names people and the addresses they called from.',
  problems: ['organization_not_found', 'request_not_found'],
  nouns: ['audit', 'requests'],
});
