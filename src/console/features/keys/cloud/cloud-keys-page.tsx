import type { QueryClient } from '@tanstack/react-query';
import { useOutlet, type LoaderFunction } from 'react-router-dom';
import { listApiKeys, previewApiKey } from '../../../../contract/operations/keys.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { TabLinks } from '../../../parts/tab-links.tsx';
import { paths } from '../../../paths.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { ApprovalSwitch } from '../approval-switch.tsx';
import { CLOUD_TARGET } from '../create/key-target.ts';
import { useAddKey } from '../create/use-add-key.tsx';
import { keyListArgs } from '../table/key-list-spec.ts';
import { KeyTable } from '../table/key-table.tsx';

const CLOUD_KEYS = { resource_kind: 'cloud' } as const;
const WHETHER = { query: { resource_id: CLOUD_TARGET.id } };

/** Starts reading Cloud keys, and whether I may make one. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    const { pathname, searchParams } = new URL(request.url);
    prefetch(queryClient, previewApiKey, WHETHER);
    if (!pathname.endsWith('/all')) prefetch(queryClient, listApiKeys, keyListArgs(searchParams, CLOUD_KEYS));
    return null;
  };

/** Cloud API keys (K6), and beside them every other key, so that those with stale authority are found (K15). */
export function Component() {
  const preview = useRead(previewApiKey, WHETHER).data;
  const verdict = preview?.verdict;
  const add = useAddKey(CLOUD_TARGET, verdict);
  const all = useOutlet();
  return (
    <>
      <PageHeader
        title="Cloud API keys"
        purpose="For the management APIs of the organization. What one may do follows from the roles of its owner."
        action={add.button('Add key')}
      />
      <TabLinks
        label="Kinds of API keys"
        tabs={[
          { label: 'Cloud API keys', to: paths.cloudKeys(), current: all === null },
          { label: 'All API keys', to: paths.allKeys(), current: all !== null },
        ]}
      />
      {all ?? (
        <section aria-label="Cloud API keys">
          {preview !== undefined && <ApprovalSwitch approval={preview.approval} />}
          <KeyTable
            scope={CLOUD_KEYS}
            empty={
              verdict?.allowed === false
                ? `You cannot create one. ${verdict.message ?? ''}`
                : 'A program needs one to manage clusters, accounts and keys through the API.'
            }
          />
        </section>
      )}
      {add.dialog}
    </>
  );
}
