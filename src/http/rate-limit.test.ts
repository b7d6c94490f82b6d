import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProblemError } from '../service/problem.ts';
import { countedFrom, createRateLimit } from './rate-limit.ts';

const make = (perMinute: number) => {
  let time = 0;
  const limit = createRateLimit(perMinute, () => time);
  const refusal = (call: () => void): ProblemError | null => {
    try {
      call();
      return null;
    } catch (error) {
      if (error instanceof ProblemError) return error;
      throw error;
    }
  };
  return {
    take: (name = 'a') => refusal(() => limit.take(name)),
    pass: (milliseconds: number) => void (time += milliseconds),
  };
};

test('a burst of the whole minute passes, the next call is told how long to wait', () => {
  const { take, pass } = make(60);
  for (let i = 0; i < 60; i += 1) expect(take()).toBeNull();
  expect(take('b')).toBeNull();
  expect(take()).toMatchObject({
    code: 'too_many_requests',
    message: 'More than 60 calls in a minute. Wait a second and try again.',
    metadata: { retry_after: '1' },
  });
  pass(999);
  expect(take()).not.toBeNull();
  pass(1);
  expect([take(), take()?.code]).toEqual([null, 'too_many_requests']);
});

test('whoever waits as long as told is let through', () => {
  const { take, pass } = make(2);
  take();
  take();
  const wait = Number(take()?.metadata['retry_after']);
  expect(wait).toBe(30);
  pass(wait * 1000);
  expect(take()).toBeNull();
});

test('never more calls within a minute than twice the limit, whatever the rhythm', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 400 }), (pauses) => {
      const { take, pass } = make(10);
      const passed: number[] = [];
      let time = 0;
      for (const pause of pauses) {
        pass(pause);
        time += pause;
        if (take() === null) passed.push(time);
      }
      for (const start of passed)
        expect(passed.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(20);
    }),
  );
});

test('many names are forgotten, those who ask are not', () => {
  const { take } = make(1);
  take('mine');
  for (let i = 0; i < 9_999; i += 1) take(`n${i}`);
  expect(take('n5000')).not.toBeNull();
  expect(take('mine')).not.toBeNull();
});

test.each([
  ['203.0.113.7', 'address 203.0.113.7'],
  ['::ffff:203.0.113.7', 'address ::ffff:203.0.113.7'],
  ['2001:db8:1:2:aaaa::1', 'address 2001:db8:1:2::/64'],
  ['2001:DB8:0001:2:bbbb:0:0:2', 'address 2001:db8:1:2::/64'],
  ['2001:db8::7', 'address 2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'address fe80:0:0:0::/64'],
  ['::1', 'address 0:0:0:0::/64'],
  [undefined, 'address '],
])('%s is counted as %s: a network of IPv6 is one caller', (address, name) => {
  expect(countedFrom(address)).toBe(name);
});
