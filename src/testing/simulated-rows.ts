import type { Tables } from '../service/ports/store.ts';

type SimulatedTables = 'simulatedCas' | 'simulatedGenerations' | 'simulatedRenewals';

/** One plain row of each table of the simulated platform, by its id. */
export const plainSimulatedRows = (
  start: number,
): { readonly [T in SimulatedTables]: (id: string) => Tables[T] } => ({
  simulatedCas: (id) => ({
    id,
    projectName: id,
    number: 1,
    certificatePem: 'certificate',
    sealedKey: 'sealed',
  }),
  simulatedGenerations: (id) => ({
    id,
    serviceId: 'service1',
    username: 'orders-reader',
    generation: 1,
    fence: 1,
    status: 'active',
    passwordEnded: false,
    salt: 'salt',
    passwordHash: 'hash',
    fingerprint: 'ab',
    notBefore: start,
    notAfter: start,
  }),
  simulatedRenewals: (id) => ({
    id,
    serviceId: 'service1',
    username: 'orders-reader',
    generation: 1,
    renewal: 1,
    fence: 1,
    fingerprint: 'ab',
    notBefore: start,
    notAfter: start,
  }),
});
