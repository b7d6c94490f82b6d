import type { OperationId } from '../../contract/operations.ts';
import type { Incident } from '../../contract/schemas/incidents.ts';
import type { CallInput } from '../client.ts';
import type { PersonName } from '../world.ts';
import type { AccessName, TestHost } from './host.ts';
import { makeKey } from './key-steps.ts';
import { createUser, type UserPath } from './user-steps.ts';

/** What every report in these tests says, unless it says otherwise. */
export const REASON = 'The key file stood in a public repository.';

/** Reports an access; nothing is carried to the platform yet. */
export const report = async (
  host: TestHost,
  { access = 'orders', by = 'ada' }: { access?: AccessName; by?: PersonName } = {},
): Promise<Incident> =>
  (
    await host.as(by).ok('reportAccessCompromise', {
      params: { access_id: host.accesses[access].id },
      body: { reason: REASON },
    })
  ).incident;

/** As report, and the platform has ended everything. */
export const revoked = async (
  host: TestHost,
  options: Parameters<typeof report>[1] = {},
): Promise<Incident> => {
  const incident = await report(host, options);
  await host.settle();
  return incident;
};

export const reportUser = async (
  host: TestHost,
  params: UserPath,
  by: PersonName = 'cid',
): Promise<Incident> =>
  (await host.as(by).ok('reportUserCompromise', { params, body: { reason: REASON } })).incident;

export const reportKey = async (host: TestHost, key: string, by: PersonName): Promise<Incident> =>
  (await host.as(by).ok('reportKeyCompromise', { params: { key }, body: { reason: REASON } })).incident;

/** The incident as this person sees it. */
export const incidentOf = async (
  host: TestHost,
  { incident_id }: Pick<Incident, 'incident_id'>,
  by: PersonName = 'ada',
): Promise<Incident> => (await host.as(by).ok('getIncident', { params: { incident_id } })).incident;

/** The body that closes a review. */
export const CLOSING = { verdict: 'confirmed', notes: 'The file was removed and the key is known.' } as const;

export const close = async (
  host: TestHost,
  { incident_id }: Pick<Incident, 'incident_id'>,
  by: PersonName = 'ben',
): Promise<Incident> =>
  (await host.as(by).ok('closeIncident', { params: { incident_id }, body: CLOSING })).incident;

/** Commands about compromised credentials, with what they need. */
export const COMPROMISE_COMMANDS: Partial<
  Record<OperationId, (host: TestHost) => Promise<readonly [PersonName, CallInput]>>
> = {
  reportAccessCompromise: async (host) => [
    'ada',
    { params: { access_id: host.accesses.orders.id }, body: { reason: REASON } },
  ],
  reportUserCompromise: async (host) => [
    'cid',
    { params: await createUser(host, 'brief'), body: { reason: REASON } },
  ],
  reportKeyCompromise: async (host) => {
    const { key } = await makeKey(host, 'ada');
    return ['ada', { params: { key: key.key }, body: { reason: REASON } }];
  },
  closeIncident: async (host) => {
    const { incident_id } = await revoked(host);
    return ['ben', { params: { incident_id }, body: CLOSING }];
  },
};
