import type { ReadTransaction } from '../ports/ports.ts';

/** Who is told of a service's certificates besides people (C4), by address. */
export const technicalAddressesOf = async (
  tx: ReadTransaction,
  serviceId: string,
): Promise<readonly string[]> => {
  const rows = await tx.find('technicalAddresses', {
    where: { serviceId },
    order: { column: 'address', direction: 'asc' },
  });
  return rows.map(({ address }) => address);
};
