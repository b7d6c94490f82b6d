import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { PlatformRefusedError, type Secrets } from '../../service/ports/ports.ts';
import { kafka, newPlatform } from './test-platform.ts';

/** What a reader of the port's text would expect of one generation. */
interface Expected {
  status: 'prepared' | 'active' | 'retired' | 'discarded';
  fence: number;
  passwordEnded: boolean;
  /** Null for one that was discarded before it was made. */
  secrets: Secrets | null;
  /** By their numbers: the fence and the certificate. */
  readonly renewals: Map<number, { readonly fence: number; readonly accessCert: string }>;
}

type Step =
  | { readonly do: 'prepare'; readonly generation: number; readonly fence: number }
  | {
      readonly do: 'renew';
      readonly generation: number;
      readonly renewal: number;
      readonly fence: number;
    }
  | { readonly do: 'introduceCa'; readonly generation: number }
  | { readonly do: 'activate' | 'retireOlder' | 'discard'; readonly generation: number };

const generation = fc.integer({ min: 1, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('prepare' as const),
      generation,
      fence: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('activate' as const), generation }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('renew' as const),
      generation,
      renewal: fc.integer({ min: 1, max: 2 }),
      fence: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('introduceCa' as const), generation }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('retireOlder' as const, 'discard' as const), generation }),
  },
);

test.each([true, false])(
  'any order of calls does what the port promises; passwords overlap: %s',
  async (passwordsOverlap) => {
    const target = { service: kafka({ passwordsOverlap }), username: 'orders' };
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const { platform } = newPlatform({ store: createMemoryStore() });
        const model = new Map<number, Expected>();
        const everMade: Secrets[] = [];
        const everRenewed: string[] = [];
        let cas = 1;
        for (const one of steps) {
          const { do: action, generation: number } = one;
          const entry = model.get(number);
          if (one.do === 'prepare') {
            const { fence } = one;
            const call = platform.prepare(target, number, fence);
            if (entry && (entry.status !== 'prepared' || fence < entry.fence)) {
              await expect(call).rejects.toThrow(PlatformRefusedError);
            } else {
              const { secrets } = await call;
              everMade.push(secrets);
              model.set(number, {
                status: 'prepared',
                fence,
                passwordEnded: false,
                secrets,
                renewals: new Map(),
              });
            }
          } else if (one.do === 'renew') {
            const { renewal, fence } = one;
            const before = entry?.renewals.get(renewal);
            const call = platform.renewCertificate(target, number, renewal, fence);
            if (entry?.status !== 'active' || (before && fence < before.fence)) {
              await expect(call).rejects.toThrow(PlatformRefusedError);
            } else {
              const { accessCert } = await call;
              everRenewed.push(accessCert);
              entry.renewals.set(renewal, { fence, accessCert });
            }
          } else if (action === 'introduceCa') {
            await platform.introduceCa(target.service.projectName, (cas += 1));
          } else if (action === 'activate') {
            const secrets = entry?.secrets ?? { password: 'x', accessKey: '', accessCert: '', caCert: '' };
            const newerActive = [...model].some(([n, other]) => n > number && other.status === 'active');
            const call = platform.activate(target, number, secrets);
            if (entry?.status === 'active') {
              await call;
            } else if (entry?.status !== 'prepared' || newerActive) {
              await expect(call).rejects.toThrow(PlatformRefusedError);
            } else {
              await call;
              entry.status = 'active';
              for (const [n, other] of model) if (n < number && !passwordsOverlap) other.passwordEnded = true;
            }
          } else if (action === 'retireOlder') {
            await platform.retireOlder(target, number);
            for (const [n, other] of model)
              if (n < number && other.status !== 'discarded') other.status = 'retired';
          } else {
            await platform.discard(target, number);
            const made = entry ?? { fence: 0, passwordEnded: true, secrets: null, renewals: new Map() };
            model.set(number, { ...made, status: 'discarded' });
          }

          const listed = [...model]
            .filter(([, { status }]) => status !== 'discarded')
            .toSorted(([a], [b]) => a - b)
            .map(([n, { status }]) => ({ generation: n, status }));
          expect(await platform.generations(target)).toEqual(listed);
          for (const secrets of everMade) {
            const [n, owner] = [...model].find(([, other]) => other.secrets === secrets) ?? [null, undefined];
            const byCert = owner?.status === 'active' ? n : null;
            const byPassword = owner?.passwordEnded ? null : byCert;
            expect(await platform.authenticate(target, { certificatePem: secrets.accessCert })).toBe(byCert);
            expect(await platform.authenticate(target, { password: secrets.password })).toBe(byPassword);
          }
          for (const certificatePem of everRenewed) {
            const [n, owner] = [...model].find(([, { renewals }]) =>
              [...renewals.values()].some(({ accessCert }) => accessCert === certificatePem),
            ) ?? [null, undefined];
            const accepted = owner?.status === 'active' ? n : null;
            expect(await platform.authenticate(target, { certificatePem })).toBe(accepted);
          }
        }
        runs += 1;
      }),
      { numRuns: 60 },
    );
    expect(runs).toBeGreaterThanOrEqual(60);
  },
);

test('retiring and activating again changes nothing', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const target = { service: kafka(), username: 'orders' };
  const { secrets } = await platform.prepare(target, 1, 1);
  await platform.activate(target, 1, secrets);
  await platform.activate(target, 1, secrets);
  const next = await platform.prepare(target, 2, 1);
  await platform.activate(target, 2, next.secrets);
  // A repeat that arrives late must not bring the old password back.
  await platform.activate(target, 1, secrets);
  expect(await platform.authenticate(target, { password: secrets.password })).toBeNull();
  await platform.retireOlder(target, 2);
  await platform.retireOlder(target, 2);
  expect(await platform.generations(target)).toEqual([
    { generation: 1, status: 'retired' },
    { generation: 2, status: 'active' },
  ]);
  expect(await platform.authenticate(target, { password: next.secrets.password })).toBe(2);
});

test('what was discarded stays ended, whatever arrives late: prepared, in use already, or not even made', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const target = { service: kafka(), username: 'orders' };
  const prepared = await platform.prepare(target, 1, 1);
  const active = await platform.prepare(target, 2, 1);
  await platform.activate(target, 2, active.secrets);
  for (const generation of [1, 2, 3, 3]) await platform.discard(target, generation);
  await expect(platform.activate(target, 1, prepared.secrets)).rejects.toThrow(PlatformRefusedError);
  await expect(platform.activate(target, 2, active.secrets)).rejects.toThrow(PlatformRefusedError);
  for (const generation of [1, 2, 3])
    await expect(platform.prepare(target, generation, 9)).rejects.toThrow(PlatformRefusedError);
  expect(await platform.generations(target)).toEqual([]);
  for (const { secrets } of [prepared, active]) {
    expect(await platform.authenticate(target, { password: secrets.password })).toBeNull();
    expect(await platform.authenticate(target, { certificatePem: secrets.accessCert })).toBeNull();
  }
  // A user that was removed begins anew.
  await platform.removeServiceUser(target);
  await platform.prepare(target, 1, 1);
  expect(await platform.generations(target)).toEqual([{ generation: 1, status: 'prepared' }]);
});
