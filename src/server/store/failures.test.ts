import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../service/ports/store.ts';
import { NO_ROOM, translate } from './failures.ts';

const failure = (message: string, facts: object): Error => Object.assign(new Error(message), facts);

describe('what the database cannot do now', () => {
  it.each([
    ['a full disk', failure('could not extend file', { code: '53100' })],
    ['a full disk of the process itself', failure('no space left on device', { code: 'ENOSPC' })],
    [
      'a quota',
      failure('could not extend file: Disk quota exceeded', { code: 'XX000', routine: 'mdzeroextend' }),
    ],
    [
      'a limit on files',
      failure('could not extend file: File too large', { code: 'XX000', routine: 'mdextend' }),
    ],
  ])('says of %s that there is no room', (_name, error) => {
    const told = translate(error);
    expect(told).toBeInstanceOf(UnavailableError);
    expect(told).toMatchObject({ message: NO_ROOM, cause: error });
  });

  it('says nothing of a fault that nobody foresaw', () => {
    const error = failure('cache lookup failed', { code: 'XX000', routine: 'search_cache' });
    expect(translate(error)).toBe(error);
  });
});
