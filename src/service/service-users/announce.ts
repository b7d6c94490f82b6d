import type { Transaction } from '../ports/ports.ts';

/** Everyone in the organization who shows service users, or banners about them, should look again (A5). */
export const announceUsers = (tx: Transaction, organizationId: string): void =>
  tx.announce({ touches: ['serviceUsers', 'services', 'accesses'], organizationId, personIds: null });
