import { arrived } from '../../service/ports/late-code.ts';
import type { Issuer } from './issuer.ts';

/** Throws UnavailableError when the code cannot be had. */
export const loadIssuer = () => arrived(import('./issuer.ts'));

/** `createIssuer`, whose X.509 weighs more than the rest of the backend, fetched when the first certificate is made. */
export const lateIssuer: Issuer = {
  createCa: async (...call) => (await loadIssuer()).createIssuer().createCa(...call),
  issueClient: async (...call) => (await loadIssuer()).createIssuer().issueClient(...call),
};
