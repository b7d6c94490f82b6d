import type { KeyEntry } from '../../contract/schemas/keys.ts';
import { RESOURCE_KIND_WORDS } from '../../contract/words.ts';

/** "Kafka cluster shipments"; what is there once has no name of its own. */
export const resourceWords = ({ kind, name }: Pick<KeyEntry['resource'], 'kind' | 'name'>): string =>
  RESOURCE_KIND_WORDS[kind] === name ? name : `${RESOURCE_KIND_WORDS[kind]} ${name}`;
