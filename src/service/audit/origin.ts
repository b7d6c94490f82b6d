import { prefixOf } from '../../domain/access-token/access-token.ts';
import { auditSearchText, type AuditEvent } from '../../domain/audit/event.ts';
import type { Store, Transaction } from '../ports/ports.ts';

/** What of an access token may be written down. */
export const tokenName = (token: string): string => prefixOf(token);

/** Where a call came from (A3). */
export type Origin = Pick<AuditEvent, 'via' | 'viaId' | 'address' | 'callId'>;

const stamped = (tx: Transaction, originOf: (event: AuditEvent) => Origin): Transaction => ({
  ...tx,
  insert: async (table, row) => {
    if (table !== 'audit') return tx.insert(table, row);
    // The row of the table just named.
    const plain = row as AuditEvent;
    const event = { ...plain, ...originOf(plain) };
    return tx.insert('audit', { ...event, searchText: auditSearchText(event) });
  },
});

/** The store for one call: every audit event written through it says where that call came from. */
export const withOrigin = (store: Store, origin: Origin | ((event: AuditEvent) => Origin)): Store => {
  const originOf = typeof origin === 'function' ? origin : (): Origin => origin;
  return { ...store, write: (work) => store.write((tx) => work(stamped(tx, originOf))) };
};
