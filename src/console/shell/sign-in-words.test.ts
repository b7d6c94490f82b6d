import { expect, it } from 'vitest';
import { signInProblem } from './sign-in-words.ts';

it.each([
  ['not_allowed', 'Corporate account', /^Corporate account knows you, but/u],
  ['provider_down', undefined, /^The provider cannot be reached\./u],
  ['made up', 'Corporate account', /^Signing in failed on our side\./u],
  ['constructor', undefined, /^\w.*\.$/u],
])('says what %s means', (error, provider, words) => {
  expect(signInProblem(error, provider)).toMatch(words);
});
