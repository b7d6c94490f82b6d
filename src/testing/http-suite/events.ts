import { describe, expect, test } from 'vitest';
import type { Client } from '../client.ts';
import type { TestHost } from './host.ts';
import { bind, unbind } from './key-steps.ts';
import { ask, changeMembers, ready } from './steps.ts';

interface Listening {
  /** The next event. */
  next(): Promise<{ readonly event: string; readonly touches: readonly string[] } | null>;
  /** Reads on until something that names this noun; what came before is kept in `heard`. */
  until(noun: string): Promise<void>;
  readonly heard: string[];
  close(): Promise<void>;
}

/** Listens to the events of whoever calls. */
export const listen = async (client: Client): Promise<Listening> => {
  const response = await client.open('streamEvents');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/u);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const reader = response.body?.getReader();
  if (!reader) throw new Error('no stream');
  const decoder = new TextDecoder();
  const heard: string[] = [];
  let text = '';
  const next: Listening['next'] = async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const event = /^event: (.*)$/mu.exec(block)?.[1];
        if (event === undefined) continue;
        const data: unknown = JSON.parse(/^data: (.*)$/mu.exec(block)?.[1] ?? '{}');
        // What the contract says of `change` events.
        const { touches = [] } = data as { touches?: string[] };
        return { event, touches };
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  };
  expect(await next()).toEqual({ event: 'ready', touches: [] });
  return {
    next,
    heard,
    until: async (noun) => {
      for (;;) {
        const found = await next();
        if (!found) throw new Error(`the stream ended before ${noun}`);
        heard.push(...found.touches);
        if (found.touches.includes(noun)) return;
      }
    },
    close: () => reader.cancel(),
  };
};

/** Changes made by others arrive by themselves (A5). */
export const eventTests = (current: () => TestHost): void => {
  describe('live events', () => {
    test('A5: what others change is named', async () => {
      const host = current();
      const stream = await listen(host.as('ben'));
      await ask(host);
      await stream.until('requests');
      await stream.close();
    });

    test('A5: a notification is named to whom it is for, and to nobody else', async () => {
      const host = current();
      const [ben, dan] = [await listen(host.as('ben')), await listen(host.as('dan'))];
      await ask(host);
      await ben.until('notifications');
      // Comes after everything above, and reaches both.
      await changeMembers(host, 'add_members', 'eve', 'grp_logistics');
      await dan.until('groups');
      expect(dan.heard).not.toContain('notifications');
      await ben.close();
      await dan.close();
    });

    test('A5: another organization’s changes are not heard, nor the backend’s own errands', async () => {
      const host = current();
      const ada = await listen(host.as('ada'));
      const fay = await listen(host.as('fay'));
      await ask(host);
      await ada.until('requests');
      const params = { user_group_id: 'grp_globex' };
      await host
        .as('fay')
        .ok('updateMembers', { params, body: { operation: 'add_members', member_ids: ['fay'] } });
      await fay.until('groups');
      // The first that Fay hears is her own.
      expect(fay.heard).toEqual(['groups', 'session', 'incidents']);
      await ready(host, { access: 'stock' });
      await changeMembers(host, 'add_members', 'dan');
      await ada.until('groups');
      expect(ada.heard).not.toContain('jobs');
      await ada.close();
      await fay.close();
    });

    test('A5: a role that is given or taken away decides about requests and incidents too', async () => {
      const host = current();
      const ben = await listen(host.as('ben'));
      const binding = await bind(host, 'dan', 'OrganizationAdmin');
      await ben.until('incidents');
      expect(ben.heard).toEqual(expect.arrayContaining(['apiKeys', 'roleBindings', 'requests']));
      ben.heard.length = 0;
      await unbind(host, binding);
      await ben.until('incidents');
      expect(ben.heard).toContain('requests');
      await ben.close();
    });

    test('A5: who was removed left projects and incidents too', async () => {
      const host = current();
      const ben = await listen(host.as('ben'));
      const params = { user_id: 'dan' };
      await host.as('eve').ok('removeOrganizationMember', { params, body: { keys: [] } });
      await ben.until('services');
      expect(ben.heard).toContain('incidents');
      await ben.close();
    });

    test('A5: a new login is named to whoever looks at their sessions', async () => {
      const host = current();
      const ada = await listen(host.as('ada'));
      await host.stranger().ok('signIn', { body: { persona: 'requester' } });
      await ada.until('session');
      await ada.close();
    });

    test('A5: the stream ends with the session', async () => {
      const host = current();
      const stream = await listen(host.as('ada'));
      await host.stranger().ok('expireSessions');
      let event = await stream.next();
      while (event) event = await stream.next();
      expect(event).toBeNull();
    });

    test('A5: signing out ends this session’s streams and no other’s', async () => {
      const host = current();
      const [first, second] = [host.stranger(), host.stranger()];
      for (const browser of [first, second]) await browser.ok('signIn', { body: { persona: 'requester' } });
      const left = await listen(first);
      const stays = await listen(second);
      // The stream knows its own session; signing out drops the jar's cookie only.
      await first.ok('signOut');
      let event = await left.next();
      while (event) event = await left.next();
      await ask(host);
      await stays.until('requests');
      await stays.close();
    });
  });
};
