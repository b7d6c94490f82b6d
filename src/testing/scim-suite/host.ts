import { startSignInConsole, type SignInConsole } from '../sign-in-console.ts';
import type { UserAgent } from '../user-agent.ts';
import type { Account } from '../identity-provider.ts';
import { createPushes, hashOf, oktaUser, type Pushes } from './pushes.ts';

export const OKTA_TOKEN = 'okta-3f1c7a52b9d84e06';
export const NEXT_TOKEN = 'okta-next-77d05e1f2ac9';
export const ENTRA_TOKEN = 'entra-b2609fd1e4c83a75';

/** A console to which three providers push, each in its way. */
export interface ScimHost {
  readonly acme: SignInConsole;
  readonly okta: Map<string, Account>;
  readonly entra: Map<string, Account>;
  readonly pushOkta: Pushes;
  readonly pushEntra: Pushes;
  readonly pushKeycloak: Pushes;
  /** Pushes somebody as Okta does, who may come in then; the id of the user. */
  readonly pushed: (login: string, name: string) => Promise<string>;
  /** Where an organization's requests and audit are. */
  readonly governanceOf: (agent: UserAgent) => Promise<string>;
}

/** An account of a provider whose groups no login is asked about. */
export const account = (email: string, name: string, more: Partial<Account> = {}): Account => ({
  email,
  name,
  groups: ['claimed at sign-in'],
  ...more,
});

/** Starts it, with the demo organization: its owner groups have requests that wait. */
export const startScimHost = async (): Promise<ScimHost> => {
  const rules = [{ value: 'kafka-admins', organization_admin: true }];
  const acme = await startSignInConsole(
    {
      okta: {
        name: 'Okta',
        group_names: 'created',
        trusts_email: true,
        rules,
        scim: { token_sha256: [hashOf(NEXT_TOKEN), hashOf(OKTA_TOKEN)] },
      },
      entra: {
        name: 'Entra',
        scim: { token_sha256: [hashOf(ENTRA_TOKEN)], subject_claim: 'oid' },
      },
      keycloak: {
        group_names: 'created',
        scim: { token_sha256: [hashOf(ENTRA_TOKEN)], groups: 'claimed' },
      },
    },
    { LATCHKEY_SEED: 'demo', LATCHKEY_LOG_REQUESTS: 'on' },
  );
  const okta = acme.provider('okta').accounts;
  const pushOkta = createPushes(acme.url, 'okta', OKTA_TOKEN);
  return {
    acme,
    okta,
    entra: acme.provider('entra').accounts,
    pushOkta,
    pushEntra: createPushes(acme.url, 'entra', ENTRA_TOKEN),
    pushKeycloak: createPushes(acme.url, 'keycloak', ENTRA_TOKEN),
    pushed: async (login, name) => {
      okta.set(login, account(`${login}@example.com`, name));
      const { body } = await pushOkta('POST', '/Users', oktaUser(login, `${login}@example.com`, name));
      return body.id;
    },
    governanceOf: async (agent) =>
      `/v1/organization/${(await acme.me(agent)).organization.organization_id}/governance`,
  };
};
