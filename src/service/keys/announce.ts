import type { Transaction } from '../ports/ports.ts';

const KEYS = ['apiKeys', 'serviceAccounts', 'environments', 'roleBindings'] as const;

/** Everyone in the organization who shows API keys, or counts them, should look again (A5). */
export const announceKeys = (tx: Transaction, organizationId: string): void =>
  tx.announce({ touches: KEYS, organizationId, personIds: null });

/** As announceKeys, where roles changed: they decide who may see and decide requests for keys, and reports of them. */
export const announceRoles = (tx: Transaction, organizationId: string): void =>
  tx.announce({ touches: [...KEYS, 'requests', 'incidents'], organizationId, personIds: null });
