import { expect, test } from 'vitest';
import { CREDENTIAL_STATES } from '../../contract/values.ts';
import { makeRow } from '../../testing/rows.ts';
import { accessSearchText, topicSearchLine } from './access.ts';
import { credentialStateOf } from './credential-state.ts';

const REQUESTS = [null, 'pending', 'provisioning', 'approved', 'declined', 'deleted', 'failed'] as const;
const CREDENTIALS = [null, 'sealed', 'claimed', 'saved', 'unconfirmed', 'expired'] as const;

test('the credential state is known for every pair of request and credentials, as told in this table', () => {
  const plain = {
    null: 'provisioning',
    sealed: 'unviewed',
    claimed: 'shown',
    saved: 'active',
    unconfirmed: 'unconfirmed',
    expired: 'expired',
  };
  for (const request of REQUESTS)
    for (const credential of CREDENTIALS) {
      const state = credentialStateOf(request && { status: request }, credential && { status: credential });
      const expected =
        request === 'pending'
          ? 'rotation_pending'
          : request === 'provisioning'
            ? 'rotation_provisioning'
            : plain[credential ?? 'null'];
      expect(state, `${request} ${credential}`).toBe(expected);
      expect(CREDENTIAL_STATES).toContain(state);
    }
});

test('R1: an access is found by each of its words whatever the case, and by a topic’s whole name', () => {
  const text = accessSearchText(
    makeRow('accesses', 'a', {
      name: 'Orders Reader',
      acls: [
        { id: '1', resourceName: 'Orders', operation: 'Read', host: '*' },
        { id: '2', resourceName: 'Orders', operation: 'Write', host: '*' },
      ],
    }),
  );
  for (const word of ['orders reader', 'user-a', 'kafka-main', 'payments-prod', 'payments'])
    expect(text).toContain(word);
  expect(text).toContain(topicSearchLine('ORDERS'));
  expect(text).not.toContain(topicSearchLine('order'));
  expect(text.split('#orders')).toHaveLength(2);
});
