import { useState } from 'react';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SearchBox } from './search-box.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asked: string[] = [];

function List() {
  const [words, setWords] = useState('');
  const [clearings, setClearings] = useState(0);
  return (
    <>
      <SearchBox
        value={words}
        clearings={clearings}
        label="Search events"
        onChange={(next) => {
          asked.push(next);
          setWords(next);
        }}
      />
      <button
        onClick={() => {
          setWords('');
          setClearings(clearings + 1);
        }}
      >
        Clear filters
      </button>
      <button onClick={() => setWords('maya')}>Back</button>
      <output>{`looks for “${words}”`}</output>
    </>
  );
}

const open = () => {
  asked.length = 0;
  render(<List />);
  // An input, as its role says.
  const box = screen.getByRole('searchbox') as HTMLInputElement;
  box.focus();
  return { box, type: (words: string) => fireEvent.change(box, { target: { value: words } }) };
};
const pass = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));

it('asks 200 ms after the last key, and at once on Enter', () => {
  const { box, type } = open();
  type('o');
  pass(199);
  type('or');
  pass(199);
  expect(asked).toEqual([]);
  pass(1);
  expect(asked).toEqual(['or']);
  type('ord');
  fireEvent.keyDown(box, { key: 'Enter' });
  fireEvent.keyDown(box, { key: 'Enter' });
  pass(1000);
  expect(asked).toEqual(['or', 'ord']);
});

it('clears what was typed a moment ago too, and the box says what is looked for', () => {
  const { box, type } = open();
  type('nothing is called so');
  // The pointer takes the focus before it clicks; a search at that moment would take the button away from under it.
  fireEvent.blur(box);
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByText('Clear filters'));
  pass(1000);
  expect([asked, box.value, screen.getByText(/looks for/u).textContent]).toEqual([[], '', 'looks for “”']);
});

it('drops what was typed just before the list changed by itself', () => {
  const { box, type } = open();
  type('nothing is called so');
  fireEvent.click(screen.getByText('Back'));
  pass(1000);
  expect([asked, box.value]).toEqual([[], 'maya']);
});
