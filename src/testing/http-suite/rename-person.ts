import { describe, expect, test } from 'vitest';
import { makeRow } from '../rows.ts';
import { listen } from './events.ts';
import type { TestHost } from './host.ts';
import { callRaw } from './iam-places.ts';
import { auditOf, bind, listedKey, makeKey, makeProgram } from './key-steps.ts';
import { ask, nameOf, requestOf } from './steps.ts';

const params = { id: 'ada' };

/** A person’s name, changed through the management API (contract part 2). */
export const renamePersonTests = (current: () => TestHost): void => {
  describe('renaming a person', () => {
    test('K16: the name changes wherever it is current, and nowhere in the history', async () => {
      const host = current();
      const request_id = await ask(host);
      const { key } = await makeKey(host, 'ada');
      const before = await auditOf(host, 'person.');
      const stream = await listen(host.as('ben'));
      const { program } = await makeProgram(host, 'eve');
      const got = await program.ok('getIamUser', { params });
      // Whoever reads, changes one thing and sends it all is understood.
      const body = { ...got, full_name: ' Ada  Łind-日本 <b>&"\' ' };
      const changed = await program.ok('updateIamUser', { params, body });
      const full_name = body.full_name.trim();
      expect(changed).toEqual({ ...got, full_name });
      await stream.until('people');
      await stream.close();
      expect(await host.as('dan').ok('getIamUser', { params })).toEqual(changed);
      expect((await host.as('ada').ok('getSession')).user.real_name).toBe(full_name);
      expect(await listedKey(host, key.key)).toMatchObject({ owner: { name: full_name } });
      expect((await requestOf(host, request_id)).requester?.real_name).toBe(nameOf('ada'));
      expect(await auditOf(host, 'person.')).toEqual([...before, 'person.renamed ada@example.com eve']);
      const [event] = await host.store.read((tx) =>
        tx.find('audit', { where: { action: 'person.renamed' } }),
      );
      expect(event).toMatchObject({
        via: 'key',
        details: { name: full_name, renamed_from: nameOf('ada') },
      });
    });

    test('what changes nothing is answered, and leaves nothing behind', async () => {
      const host = current();
      const before = await host.store.dump();
      for (const body of [{}, { full_name: nameOf('ada') }, { auth_type: 'AUTH_TYPE_LOCAL' }])
        expect(await host.as('eve').ok('updateIamUser', { params, body })).toMatchObject({
          id: 'ada',
          full_name: nameOf('ada'),
        });
      const after = await host.store.dump();
      expect([after.people, after.audit]).toEqual([before.people, before.audit]);
    });

    test.each([
      ['/full_name', { full_name: '' }],
      ['/full_name', { full_name: ' \n ' }],
      ['/full_name', { full_name: null }],
      ['/full_name', { full_name: 'x'.repeat(257) }],
      ['/full_name', { full_name: 'Ada\nLind' }],
      ['/full_name', { full_name: 'Ada\0' }],
      ['/full_name', { full_name: '\u202eadA' }],
      ['/full_name', { full_name: '\ud800' }],
      ['/auth_type', { full_name: 'Ada Berg', auth_type: 'AUTH_TYPE_SSO' }],
      ['/auth_type', { full_name: 'Ada Berg', auth_type: 'none' }],
    ])('at %s: %j is refused', async (pointer, body) => {
      const host = current();
      const { errors } = await host.as('eve').refused('updateIamUser', 'invalid_request', { params, body });
      expect(errors[0]?.metadata?.['pointer']).toBe(pointer);
      expect((await host.as('eve').ok('getIamUser', { params })).full_name).toBe(nameOf('ada'));
    });

    test('nobody without the role, not even of their own name; nobody of elsewhere, nor who is not there', async () => {
      const host = current();
      const body = { full_name: 'Ada Berg' };
      for (const name of ['ada', 'cid', 'dan'] as const)
        await host.as(name).refused('updateIamUser', 'permission_denied', { params, body });
      for (const id of ['fay', 'nobody', 'sa-planner'])
        await host.as('eve').refused('updateIamUser', 'user_not_found', { params: { id }, body });
      await host.as('fay').refused('updateIamUser', 'user_not_found', { params, body });
      const answer = await callRaw(host, '/iam/v2/users/nobody', {
        method: 'PATCH',
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(404);
      expect(answer.json).toMatchObject({ errors: [{ status: '404', code: 'user_not_found' }] });
      expect(await auditOf(host, 'person.renamed')).toEqual([]);
    });

    test('a service account of the role may, and the break-glass administrator keeps its name', async () => {
      const host = current();
      await bind(host, 'sa-planner', 'OrganizationAdmin');
      const { program } = await makeProgram(host, 'eve', { owner: 'sa-planner' });
      await program.ok('updateIamUser', { params, body: { full_name: 'Ada Berg' } });
      const id = 'u-break-glass';
      await host.store.write((tx) =>
        tx.insert(
          'people',
          makeRow('people', id, { organizationId: 'org_acme', email: 'glass@example.com' }),
        ),
      );
      await program.refused('updateIamUser', 'permission_denied', {
        params: { id },
        body: { full_name: 'Ada Lind' },
      });
      expect(await auditOf(host, 'person.renamed')).toEqual(['person.renamed ada@example.com sa-planner']);
    });
  });
};
