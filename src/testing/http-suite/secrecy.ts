import { describe, expect, test } from 'vitest';
import type { Reveal } from '../../contract/schemas/credentials.ts';
import { newClaim, type TestHost } from './host.ts';
import { ready, shown } from './steps.ts';

/** Pieces that must turn up nowhere: the password, and every line of the key. */
const piecesOf = ({ password, access_key }: Reveal['credentials']): readonly string[] => [
  password,
  'PRIVATE KEY',
  ...access_key.split('\n').filter((line) => line !== '' && !line.startsWith('-----')),
];

/** Tries everything that answers with something about an access or a request, as everybody. */
const lookEverywhere = async (host: TestHost, requestId: string): Promise<void> => {
  const access = { access_id: host.accesses.orders.id };
  const request = { request_id: requestId };
  for (const name of ['ada', 'ben', 'dan', 'eve'] as const) {
    const person = host.as(name);
    for (const id of [
      'listAccesses',
      'exportAccesses',
      'listRequests',
      'exportRequests',
      'listNotifications',
    ] as const)
      await person.send(id);
    for (const id of ['getAccess', 'previewRotation', 'readCredentialsByToken', 'deleteAccess'] as const)
      await person.send(id, { params: access });
    await person.send('getRequest', { params: request });
    await person.send('approveRequest', { params: request, body: {} });
    await person.send('claimCredentials', { params: access, body: { claim: newClaim() } });
  }
};

/** Secrets stay out of everything but the one answer (R21). */
export const secrecyTests = (current: () => TestHost): void => {
  describe('secrets', () => {
    test('R21: before the claim the store holds them sealed, and nothing else does', async () => {
      const host = current();
      await ready(host);
      const dump = await host.store.dump();
      const sealed = dump.credentials.filter((row) => row.sealed !== null);
      expect(sealed).toHaveLength(1);
      expect(sealed[0]?.sealed).toMatch(/^v1\./u);
      expect(JSON.stringify(dump)).not.toMatch(/PRIVATE KEY/u);
      const { credentials } = await host.as('ada').ok('claimCredentials', {
        params: { access_id: host.accesses.orders.id },
        body: { claim: newClaim() },
      });
      const before = JSON.stringify(dump);
      for (const piece of piecesOf(credentials)) expect(before).not.toContain(piece);
    });

    test('R21: after the claim, the confirmation and everything else, they are in no answer and no row', async () => {
      const host = current();
      const { claim, credentials, requestId } = await shown(host);
      const pieces = piecesOf(credentials);
      const search = async (): Promise<void> => {
        const rows = JSON.stringify(await host.store.dump());
        for (const piece of [...pieces, claim]) expect(rows).not.toContain(piece);
        const others = host.answers.filter(
          (answer) => answer.id !== 'claimCredentials' || !answer.text.startsWith('{"credentials"'),
        );
        for (const { id, text } of others)
          for (const piece of [...pieces, claim]) expect(text, `answer of ${id}`).not.toContain(piece);
      };
      await lookEverywhere(host, requestId);
      await search();
      await host
        .as('ada')
        .ok('confirmSaved', { params: { access_id: host.accesses.orders.id }, body: { claim } });
      await host.settle();
      await lookEverywhere(host, requestId);
      await search();
      expect(host.answers.filter((answer) => answer.text.includes(credentials.password))).toHaveLength(1);
    });

    test('R21: the store keeps no session’s cookie', async () => {
      const host = current();
      const person = host.stranger();
      await person.ok('signIn', { body: { persona: 'requester' } });
      const cookie = person.cookie();
      expect(cookie?.length).toBeGreaterThan(40);
      expect(JSON.stringify(await host.store.dump())).not.toContain(cookie);
    });

    test('R18: every look is in the history, with who', async () => {
      const host = current();
      const { requestId, claim } = await shown(host);
      const params = { access_id: host.accesses.orders.id };
      await host.as('ada').ok('claimCredentials', { params, body: { claim } });
      await host.as('ada').ok('confirmSaved', { params, body: { claim } });
      const { history } = await host.as('ben').ok('getRequest', { params: { request_id: requestId } });
      const steps = history.map(({ action, actor_name }) => `${action} ${actor_name}`);
      expect(steps).toContain('request.created Ada Lind');
      expect(steps).toContain('request.approved Ben Okoye');
      expect(steps).toContain('credential.shown Ada Lind');
      expect(steps).toContain('credential.recovered Ada Lind');
      expect(steps).toContain('credential.saved Ada Lind');
    });
  });
};
