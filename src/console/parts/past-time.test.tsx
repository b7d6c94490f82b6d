import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { PastTime } from './past-time.tsx';

afterEach(cleanup);

test.each([
  ['what came in since the last tick is not ahead', 20_000, 'just now'],
  ['a moment ago', -5_000, 'just now'],
  ['an hour ago', -3_600_000, '1 hour ago'],
])('%s', (_, ahead, words) => {
  render(<PastTime at={new Date(Date.now() + ahead).toISOString()} />);
  expect(screen.getByText(words)).toBeDefined();
});
