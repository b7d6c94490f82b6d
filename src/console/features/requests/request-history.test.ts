import { describe, expect, it } from 'vitest';
import { historyLine as lineOf } from './request-history.ts';

const historyLine = (entry: Parameters<typeof lineOf>[0]) => lineOf(entry, 'rotate_credentials');

const entry = (action: string, details: Record<string, string> = {}) => ({
  time: '2026-05-10T20:40:03Z',
  actor_name: 'Dana Ruiz',
  action,
  details,
});

describe('history of a request', () => {
  it.each([
    ['request.created', 'Dana Ruiz asked for new credentials'],
    ['request.approved', 'Dana Ruiz approved'],
    ['request.declined', 'Dana Ruiz declined'],
    ['request.deleted', 'Dana Ruiz deleted the request'],
    ['request.retried', 'Dana Ruiz asked the platform to try again'],
    ['credential.shown', 'The new credentials were shown to Dana Ruiz'],
    ['credential.saved', 'Dana Ruiz confirmed that the credentials are saved'],
    ['credential.retirement_advanced', 'Dana Ruiz ended the old credentials early'],
  ])('%s names who did it', (action, sentence) => {
    expect(historyLine(entry(action)).sentence).toBe(sentence);
  });

  it.each(['request.provisioned', 'request.failed', 'credential.expired', 'credential.old_retired'])(
    '%s is the system’s own doing and names nobody',
    (action) => {
      expect(historyLine(entry(action)).sentence).not.toContain('Dana');
    },
  );

  it('carries the words of the person, or why it failed', () => {
    expect(historyLine(entry('request.declined', { reason: 'Not during the freeze' })).words).toBe(
      'Not during the freeze',
    );
    expect(historyLine(entry('request.failed', { failure: 'Timed out' })).words).toBe('Timed out');
    expect(historyLine(entry('request.approved', { message: '' }))).not.toHaveProperty('words');
    expect(historyLine(entry('request.approved'))).not.toHaveProperty('words');
  });

  it('does not repeat the request’s own message', () => {
    expect(historyLine(entry('request.created', { message: 'Yearly rotation' }))).not.toHaveProperty('words');
  });

  it('shows an action that it does not know, also one named like a part of every object', () => {
    expect(historyLine(entry('request.put_on_hold')).sentence).toBe('Dana Ruiz: request put on hold');
    expect(historyLine(entry('constructor')).sentence).toBe('Dana Ruiz: constructor');
  });

  it('tells of a key where the request is for one', () => {
    const ofKey = (action: string) => lineOf(entry(action), 'create_api_key').sentence;
    expect(ofKey('request.created')).toBe('Dana Ruiz asked for an API key');
    expect(ofKey('request.approved')).toBe('Dana Ruiz approved');
    expect(ofKey('api_key.shown')).toBe('The API key was shown to Dana Ruiz');
    expect(ofKey('api_key.expired')).not.toContain('Dana');
  });
});
