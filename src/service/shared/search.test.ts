import { expect, it } from 'vitest';
import { searchWords } from './search.ts';

it.each([
  [undefined, []],
  ['', []],
  ['  \t ', []],
  ['orders', ['orders']],
  [' orders  payments ', ['orders', 'payments']],
  ['a b c d e f g h i j k l', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']],
])('%j is searched by %j', (search, words) => {
  expect(searchWords(search)).toEqual(words);
});
