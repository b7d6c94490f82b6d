import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf } from './curl.ts';

test('a call without a body is three lines', () => {
  expect(curlOf({ method: 'GET', path: '/v1/access_token' }, 'http://localhost:8080')).toBe(
    `curl \\\n  -H "Authorization: Bearer $LATCHKEY_TOKEN" \\\n  'http://localhost:8080/v1/access_token'`,
  );
});

test.each(['plain', "it's", '"double" $HOME `id` $(id) \\ !', 'ümläut 日本語', "'; rm -rf / #"])(
  'a shell hands on what people wrote: %s',
  (description) => {
    const command = curlOf({ method: 'POST', path: '/v1/access_token', body: { description } }, 'http://h');
    const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
    const words = execFileSync('sh', ['-c', script], { env: { LATCHKEY_TOKEN: 'lk_x y' } })
      .toString()
      .split('\0');
    expect(words).toEqual([
      '-X',
      'POST',
      '-H',
      'Authorization: Bearer lk_x y',
      '-H',
      'Content-Type: application/json',
      '--data',
      JSON.stringify({ description }),
      'http://h/v1/access_token',
      '',
    ]);
  },
);
