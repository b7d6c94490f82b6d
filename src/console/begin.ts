import { awaitBackend } from './api/client.ts';
import { makeQueryClient } from './api/queries.ts';
import { startSession } from './api/session.ts';
import { readAccessOverview } from './features/accesses/read-access-overview.ts';
import { PATTERNS } from './paths.ts';
import { HOST } from './shell/host.ts';

// The first thing that runs: a browser under load takes as long to start React and the router as a server to answer.

if (__HOST__ !== 'server') {
  // A constant decides, so that a build for a real server has neither this chunk nor the worker.
  awaitBackend(import('../mocks/start.ts').then(({ startMock }) => startMock()));
}

/** The answers that the server has given; shared by the router's loaders and the pages. */
export const queryClient = makeQueryClient();

startSession(queryClient);

// Where everybody starts. Its loader asks the same again, and finds that it is on its way.
const { pathname, search } = location;
if (HOST === 'server' && (pathname === PATTERNS.home || pathname === PATTERNS.accesses))
  readAccessOverview(queryClient, new URLSearchParams(search));
