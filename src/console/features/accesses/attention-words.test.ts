import { describe, expect, it } from 'vitest';
import { attentionOf } from './attention-words.ts';

const of = (ending: number, ended: number, waiting: number) =>
  attentionOf(
    { certificates_ending: ending, certificates_ended: ended, credentials_waiting: waiting },
    'g1,g2',
  );

const said = (...counts: Parameters<typeof of>) => {
  const { severity, parts } = of(...counts);
  return [severity, ...parts.map(({ link, rest }) => `${link} ${rest}`)];
};

describe('what needs me (R1)', () => {
  it.each([
    [0, 0, ['none']],
    [1, 0, ['warning', '1 certificate of yours ends within 7 days.']],
    [2, 0, ['warning', '2 certificates of yours end within 7 days.']],
    [1, 1, ['error', '1 certificate of yours has expired.']],
    [2, 2, ['error', '2 certificates of yours have expired.']],
    [2, 1, ['error', '2 certificates of yours have expired or end within 7 days.']],
  ])('%j ending, of them %j ended', (ending, ended, words) => {
    expect(said(ending, ended, 0)).toEqual(words);
  });

  it('tells of credentials that I may look at after what is more pressing', () => {
    expect(said(0, 0, 1)).toEqual(['info', 'New credentials for 1 access wait for you.']);
    expect(said(1, 0, 2)).toEqual([
      'warning',
      '1 certificate of yours ends within 7 days.',
      'New credentials for 2 accesses wait for you.',
    ]);
  });

  it('leads to the rows that it counts', () => {
    const searchOf = (...counts: Parameters<typeof of>) => of(...counts).parts.map((part) => part.search);
    const unviewed = { credential_state: 'unviewed' };
    expect(searchOf(1, 0, 1)).toEqual([{ owner_user_group_id: 'g1,g2', expiry: '7_days' }, unviewed]);
    expect(searchOf(1, 1, 1)).toEqual([{ owner_user_group_id: 'g1,g2', expiry: 'expired' }, unviewed]);
  });
});
