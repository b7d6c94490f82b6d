import type { NewKeyPreview } from '../../../../contract/schemas/keys.ts';
import { quotaWords } from '../table/key-words.ts';

export type Owner = NewKeyPreview['owners'][number];
export type OwnerKind = Owner['kind'];

/** For whom a key is being made, as far as it was said. */
export type OwnerChoice = { readonly kind: OwnerKind; readonly account: string };

/** Applications come first: a key of one's own account is for trying things out (K2). */
export const presetKind = (owners: readonly Owner[]): OwnerKind =>
  owners.some(({ kind }) => kind === 'service_account') ? 'service_account' : 'user';

/** The account that the choice names; undefined while none is chosen, or once it is gone. */
export const chosenOwner = (owners: readonly Owner[], choice: OwnerChoice): Owner | undefined =>
  owners.find(({ kind, id }) => kind === choice.kind && (choice.kind === 'user' || id === choice.account));

/** Service accounts by name, with what they have of their quota (K10). */
export const accountOptions = (owners: readonly Owner[]) =>
  owners
    .filter(({ kind }) => kind === 'service_account')
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map((owner) => ({ value: owner.id, label: `${owner.name} (${quotaWords(owner)})` }));

/** The owners that were found, and the one chosen before, which a search must not take away. */
export const withPicked = (found: readonly Owner[], picked: Owner | undefined): readonly Owner[] =>
  picked === undefined || found.some(({ id }) => id === picked.id) ? found : [...found, picked];
