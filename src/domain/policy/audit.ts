import type { Actor } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** Read the audit log: organization admins. What concerns one's own requests stands there (A3). */
export const mayReadAudit = ({ actor }: { readonly actor: Pick<Actor, 'isOrganizationAdmin'> }): Verdict =>
  actor.isOrganizationAdmin ? allowed : refused('not_organization_admin');
