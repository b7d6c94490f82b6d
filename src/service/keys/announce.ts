import type { Transaction } from '../ports/ports.ts';

/** Everyone in the organization who shows API keys, or counts them, should look again (A5). */
export const announceKeys = (tx: Transaction, organizationId: string): void =>
  tx.announce({
    touches: ['apiKeys', 'serviceAccounts', 'environments', 'roleBindings'],
    organizationId,
    personIds: null,
  });
