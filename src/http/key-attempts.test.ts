import { expect, test } from 'vitest';
import { ProblemError } from '../service/problem.ts';
import { createKeyAttempts } from './key-attempts.ts';

const make = () => {
  let time = 0;
  const attempts = createKeyAttempts(() => time);
  const refused = (key: string, address?: string): boolean => {
    try {
      attempts.demand(key, address);
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemError);
      return true;
    }
  };
  const wrong = (times: number, key: string, address?: string): void => {
    for (let i = 0; i < times; i += 1) attempts.note(key, address);
  };
  return { refused, wrong, pass: (milliseconds: number) => void (time += milliseconds) };
};

test('a key is refused after twenty wrong secrets from one address, for the rest of the minute', () => {
  const { refused, wrong, pass } = make();
  wrong(19, 'K', 'a');
  expect(refused('K', 'a')).toBe(false);
  wrong(1, 'K', 'a');
  expect(refused('K', 'a')).toBe(true);
  // Its holder elsewhere is not kept out by somebody who knows its id.
  expect([refused('K', 'b'), refused('L', 'a'), refused('K')]).toEqual([false, false, false]);
  pass(59_999);
  expect(refused('K', 'a')).toBe(true);
  pass(1);
  expect(refused('K', 'a')).toBe(false);
});

test('an address is refused after a hundred, whichever keys it tries', () => {
  const { refused, wrong } = make();
  for (let i = 0; i < 100; i += 1) wrong(1, `K${i}`, 'a');
  expect([refused('NEW', 'a'), refused('NEW', 'b')]).toEqual([true, false]);
});

test('without an address a key is counted all the same', () => {
  const { refused, wrong } = make();
  wrong(20, 'K');
  expect([refused('K'), refused('L')]).toEqual([true, false]);
});

test('names beyond number do not fill the memory', () => {
  const { refused, wrong } = make();
  wrong(20, 'K', 'a');
  for (let i = 0; i < 10_000; i += 1) wrong(1, `K${i}`, `a${i}`);
  expect(refused('K', 'a')).toBe(false);
});
