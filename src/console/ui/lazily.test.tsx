import { useState, type ComponentType } from 'react';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { lazily } from './lazily.tsx';

afterEach(cleanup);

function Note({ words }: { words: string }) {
  const [first] = useState(words);
  return <p>{`${first}, ${words}`}</p>;
}

const later = () => {
  const load = vi.fn<() => Promise<ComponentType<{ words: string }>>>(() => Promise.resolve(Note));
  return { load, Lazy: lazily(load) };
};

it('draws nothing until it is there, and keeps its state when others are drawn at once', async () => {
  const { load, Lazy } = later();
  const { rerender } = render(<Lazy words="one" />);
  expect(screen.queryByText('one, one')).toBeNull();
  expect(await screen.findByText('one, one')).toBeTruthy();
  rerender(<Lazy words="two" />);
  expect(screen.getByText('one, two')).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(1);
});

it('draws at once what was fetched before', async () => {
  const { load, Lazy } = later();
  vi.useFakeTimers();
  Lazy.preload();
  await act(() => vi.runAllTimersAsync());
  vi.useRealTimers();
  expect(load).toHaveBeenCalledTimes(1);
  render(<Lazy words="one" />);
  expect(screen.getByText('one, one')).toBeTruthy();
});
