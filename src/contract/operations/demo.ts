import { operation } from '../operation.ts';

const group = 'Demo controls';
const all = ['accesses', 'requests', 'notifications', 'groups', 'session', 'demo'] as const;

export const getDemo = operation({
  id: 'getDemo',
  method: 'GET',
  path: '/v1/demo',
  group,
  summary: 'The demo’s clock and faults',
  session: 'none',
  problems: ['not_found'],
  nouns: ['demo'],
});

export const setFaults = operation({
  id: 'setFaults',
  method: 'PUT',
  path: '/v1/demo/faults',
  group,
  summary: 'Switch faults on and off',
  session: 'none',
  problems: ['not_found', 'invalid_request'],
  touches: ['demo'],
});

export const advanceClock = operation({
  id: 'advanceClock',
  method: 'POST',
  path: '/v1/demo/clock',
  group,
  summary: 'Move the demo’s clock ahead and carry out what falls due',
  session: 'none',
  problems: ['not_found', 'invalid_request'],
  touches: all,
});

export const expireSessions = operation({
  id: 'expireSessions',
  method: 'POST',
  path: '/v1/demo/expire-sessions',
  group,
  summary: 'End every session, as if its time had run out',
  session: 'none',
  problems: ['not_found'],
});

export const resetDemo = operation({
  id: 'resetDemo',
  method: 'POST',
  path: '/v1/demo/reset',
  group,
  summary: 'Start the demo over',
  session: 'none',
  problems: ['not_found'],
  touches: all,
});

export const authenticateOnPlatform = operation({
  id: 'authenticateOnPlatform',
  method: 'POST',
  path: '/v1/demo/authenticate',
  group,
  summary: 'Try a password or certificate on the simulated platform',
  session: 'none',
  problems: ['not_found', 'invalid_request', 'service_not_found'],
});

export const authenticateKeyOnPlatform = operation({
  id: 'authenticateKeyOnPlatform',
  method: 'POST',
  path: '/v1/demo/authenticate-key',
  group,
  summary: 'Try an API key on a cluster of the simulated platform',
  session: 'none',
  problems: ['not_found', 'invalid_request'],
});
