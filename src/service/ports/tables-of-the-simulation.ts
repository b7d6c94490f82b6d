import type { Tables } from './store.ts';
import type { TableSpec } from './tables.ts';

type SimulatedTable = 'simulatedCas' | 'simulatedGenerations' | 'simulatedRenewals';

/** What the simulated platform knows of users; of keys: tables-of-keys.ts. */
export const SIMULATED_TABLES: { readonly [T in SimulatedTable]: TableSpec<Tables[T]> } = {
  simulatedCas: {
    columns: { id: 'text', certificatePem: 'text', sealedKey: 'text', projectName: 'text', number: 'int' },
  },
  simulatedGenerations: {
    columns: {
      id: 'text',
      serviceId: 'text',
      username: 'text',
      generation: 'int',
      fence: 'int',
      status: 'text',
      passwordEnded: 'bool',
      salt: 'text',
      passwordHash: 'text',
      fingerprint: 'text',
      notBefore: 'time',
      notAfter: 'time',
    },
  },
  simulatedRenewals: {
    columns: {
      id: 'text',
      serviceId: 'text',
      username: 'text',
      generation: 'int',
      renewal: 'int',
      fence: 'int',
      fingerprint: 'text',
      notBefore: 'time',
      notAfter: 'time',
    },
  },
};
