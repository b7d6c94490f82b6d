import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** The colours of one scheme, by name, as the style sheet has them. */
function palette(scheme: 'light' | 'dark'): Map<string, string> {
  const block = css.split(`[data-theme='${scheme}'] {`)[1]?.split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6,8});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

const GROUNDS = ['page', 'surface', 'sunken', 'float', 'hover', 'selected'];
const STATES = ['amber', 'red', 'green', 'blue'];

const TEXT = [
  ...['text', 'text-2', 'text-3', 'accent-text', ...STATES].flatMap((text) =>
    GROUNDS.filter((ground) => ground !== 'selected' || text === 'text' || text === 'text-2').map(
      (ground) => [text, ground],
    ),
  ),
  ...STATES.flatMap((state) => [
    [state, `${state}-soft`],
    ['text', `${state}-soft`],
  ]),
  ['text', 'accent-soft'],
  ['text-2', 'accent-soft'],
  ['accent-text', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
];
const GRAPHIC = [
  ...['control', 'accent'].flatMap((line) =>
    ['page', 'surface', 'sunken', 'float'].map((ground) => [line, ground]),
  ),
  ['accent', 'selected'],
];

describe.each(['light', 'dark'] as const)('%s scheme', (scheme) => {
  const colours = palette(scheme);
  const ratio = (one: string, other: string) =>
    contrast(colours.get(one) ?? 'missing', colours.get(other) ?? 'missing');

  it.each(TEXT)('text %s on %s has 4.5 : 1', (text = '', ground = '') => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GRAPHIC)('the line of a control, %s on %s, has 3 : 1', (line = '', ground = '') => {
    expect(ratio(line, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('both schemes name the same colours', () => {
  expect([...palette('dark').keys()].sort()).toEqual([...palette('light').keys()].sort());
});
