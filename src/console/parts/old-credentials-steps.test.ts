import { describe, expect, it } from 'vitest';
import { oldCredentialsSteps, type OldCredentialsFate } from './old-credentials-steps.ts';

const line = (fate: OldCredentialsFate) =>
  oldCredentialsSteps(fate).map(({ when, works }) => `${when}: ${works}`);

describe('oldCredentialsSteps', () => {
  it('keeps both working for the agreed time (R2)', () => {
    expect(line({ stage: 'waiting', overlap: '24_hours', passwordsOverlap: true })).toEqual([
      'Now: old',
      'When they are saved: both',
      '24 hours later: new',
    ]);
  });

  it('says that an old password ends at the reveal where the platform keeps one', () => {
    const steps = oldCredentialsSteps({ stage: 'waiting', overlap: 'immediately', passwordsOverlap: false });
    expect(steps[1]).toMatchObject({ when: 'When the new ones are shown' });
    expect(steps[1]?.what).toContain('the old password stops');
    expect(steps.at(-1)).toMatchObject({ when: 'When they are saved', works: 'new' });
  });

  it('carries the exact end once it is set (R22)', () => {
    const validUntil = '2026-11-22T10:00:00Z';
    const steps = oldCredentialsSteps({
      stage: 'ending',
      overlap: '24_hours',
      passwordsOverlap: true,
      validUntil,
    });
    expect(steps.at(-1)).toMatchObject({ time: validUntil, works: 'new' });
  });

  it('has one step where nothing changes', () => {
    expect(line({ stage: 'unchanged', overlap: '1_hour', passwordsOverlap: true })).toEqual(['Now: old']);
    expect(line({ stage: 'ended', overlap: '1_hour', passwordsOverlap: true })).toEqual(['Now: new']);
  });
});
