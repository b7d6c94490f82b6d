import type { Actor } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** See which addresses refuse mail, and send to them again: organization admins. */
export const mayAdministerMail = ({ isOrganizationAdmin }: Pick<Actor, 'isOrganizationAdmin'>): Verdict =>
  isOrganizationAdmin ? allowed : refused('not_organization_admin');
