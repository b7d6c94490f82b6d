import type { KeyKind } from '../../../../contract/schemas/keys.ts';

/** What a new key is for. */
export type KeyTarget = {
  /** A cluster's id, or `cloud`. */
  readonly id: string;
  readonly kind: KeyKind;
  readonly name: string;
};

/** Stands for the organization itself on the wire. */
export const CLOUD_TARGET: KeyTarget = { id: 'cloud', kind: 'cloud', name: 'the organization' };
