import type { QueryClient } from '@tanstack/react-query';
import type { LoaderFunction } from 'react-router-dom';
import { listApiKeys } from '../../../../contract/operations/keys.ts';
import { prefetch } from '../../../api/queries.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { keyListArgs, type KeyScope } from '../table/key-list-spec.ts';
import { KeyTable } from '../table/key-table.tsx';

const EVERYTHING: KeyScope = {};

/** Starts reading the keys of everything. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    prefetch(queryClient, listApiKeys, keyListArgs(new URL(request.url).searchParams, EVERYTHING));
    return null;
  };

/** Every key that I may see, whatever it opens (K8, K15). */
export function Component() {
  usePageTitle('All API keys');
  return (
    <section aria-label="All API keys">
      <KeyTable
        scope={EVERYTHING}
        empty="Keys for a cluster are made on its own page, under Environments; Cloud API keys are made here."
      />
    </section>
  );
}
