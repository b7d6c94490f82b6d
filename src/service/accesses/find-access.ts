import type { Access } from '../../domain/access/access.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/** The access, or the vendor's 404; one of another organization is not there either. */
export const findAccess = async (
  tx: ReadTransaction,
  organizationId: string,
  accessId: string,
): Promise<Access> => {
  const access = await tx.get('accesses', accessId);
  if (access?.organizationId !== organizationId)
    throw new ProblemError(
      'governance_access_not_found',
      'There is no such access. It may have been deleted.',
    );
  return access;
};
