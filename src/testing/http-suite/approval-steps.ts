import type { KeyRequest, RequestDetails } from '../../contract/schemas/requests.ts';
import type { PersonName } from '../world.ts';
import { newClaim, type TestHost } from './host.ts';
import { bind } from './key-steps.ts';

/** Eve asks for approval of Cloud keys, and of keys of those who administer production. */
export const requireApproval = async (host: TestHost): Promise<void> => {
  const body = { approval_required: true };
  await host.as('eve').ok('changeCloudKeyApproval', { body });
  await host.as('eve').ok('changeEnvironmentApproval', { params: { environment_id: 'env-prod' }, body });
};

/** As requireApproval, and Dan is a second OrganizationAdmin; the id of his role. */
export const withSecondAdmin = async (host: TestHost): Promise<string> => {
  const binding = await bind(host, 'dan', 'OrganizationAdmin');
  await requireApproval(host);
  return binding;
};

/** The body that asks for a key: unless it says otherwise, Cid's own for the cluster orders. */
export const wish = ({ resource = 'lkc-orders', owner = 'cid' } = {}) => ({
  request_type: 'create_api_key',
  resource_id: resource,
  owner_id: owner,
  description: 'Nightly',
  message: 'Moves topics at night',
});

/** Asks for a key; the request's id. */
export const askForKey = async (
  host: TestHost,
  by: PersonName = 'cid',
  wanted: Parameters<typeof wish>[0] = {},
): Promise<string> =>
  (await host.as(by).ok('createRequest', { body: wish({ owner: by, ...wanted }) })).request.request_id;

/** Decides for it as Eve. */
export const approveKey = (host: TestHost, request_id: string, by: PersonName = 'eve') =>
  host.as(by).ok('approveRequest', { params: { request_id }, body: {} });

/** Everything about the request as this person sees it. */
export const keyRequestOf = async (
  host: TestHost,
  request_id: string,
  by: PersonName = 'cid',
): Promise<Omit<RequestDetails, 'request'> & { readonly request: KeyRequest }> => {
  const details = await host.as(by).ok('getRequest', { params: { request_id } });
  if (details.request.request_type !== 'create_api_key') throw new Error('not about a key');
  return { ...details, request: details.request };
};

/** Looks at the key with a claim. */
export const claimInput = (request_id: string, claim = newClaim()) => ({
  params: { request_id },
  body: { claim },
});
