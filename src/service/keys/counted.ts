/** Keys that count: one that was reported as compromised opens nothing and stands in nobody's way (P8). */
export const COUNTED = { state: { not: 'compromised' } } as const;
