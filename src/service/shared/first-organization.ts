import type { Organization } from '../../domain/people.ts';
import type { ReadTransaction } from '../ports/ports.ts';

/** The organization that people of providers come to; undefined before there is any. */
export const firstOrganization = async (tx: ReadTransaction): Promise<Organization | undefined> =>
  (await tx.find('organizations', { order: { column: 'createdAt', direction: 'asc' }, limit: 1 }))[0];
