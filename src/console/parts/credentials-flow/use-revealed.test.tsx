import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { REVEALED_FOR, useRevealed } from './use-revealed.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number): void =>
  act(() => {
    vi.advanceTimersByTime(ms);
  });

function open() {
  const told: string[] = [];
  const { result, unmount } = renderHook(() => useRevealed((reason) => told.push(reason)));
  return { told, unmount, shown: () => [...result.current.revealed].toSorted(), hook: () => result.current };
}

describe('useRevealed', () => {
  it('masks each value a minute after it was shown', () => {
    const { hook, shown, told } = open();
    act(() => hook().show('password'));
    pass(30_000);
    act(() => hook().show('key'));
    pass(REVEALED_FOR - 30_000);
    expect(shown()).toEqual(['key']);
    pass(30_000);
    expect(shown()).toEqual([]);
    expect(told).toEqual(['time', 'time']);
  });

  it('counts anew when a value is shown again', () => {
    const { hook, shown } = open();
    act(() => hook().show('password'));
    pass(50_000);
    act(() => hook().hide('password'));
    expect(shown()).toEqual([]);
    act(() => hook().show('password'));
    pass(50_000);
    expect(shown()).toEqual(['password']);
  });

  it('masks everything when the window loses the focus', () => {
    const { hook, shown, told } = open();
    act(() => hook().show('password'));
    act(() => hook().show('key'));
    act(() => {
      window.dispatchEvent(new Event('blur'));
    });
    expect(shown()).toEqual([]);
    expect(told).toEqual(['away']);
  });

  it('leaves no timer behind', () => {
    const { hook, unmount } = open();
    act(() => hook().show('password'));
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
