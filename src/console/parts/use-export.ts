import { useRef, useState } from 'react';
import type { Operation, QueryOf } from '../../contract/operation.ts';
import { download, type CallArgs } from '../api/client.ts';
import { serverNow } from '../api/clock.ts';
import { messageOf } from '../api/errors.ts';
import { toast } from '../ui/toast-store.ts';

/** Swedish dates are ISO dates: 2026-05-10, of the reader's own day. */
const today = (): string => new Date(serverNow()).toLocaleDateString('sv-SE');

/**
 * Export CSV of everything that matches, not only of this page (A4), as `accesses-2026-05-10.csv`; of something else
 * with `startWith`. A second click while one is under way does nothing.
 */
export function useExport<O extends Operation>(
  op: O,
  query: QueryOf<O>,
  noun:
    | 'accesses'
    | 'requests'
    | 'services'
    | 'reviews'
    | 'service users'
    | 'ACLs'
    | 'API keys'
    | 'service accounts'
    | 'users'
    | 'audit',
  /** What the path names besides the organization. */
  params: Readonly<Record<string, string>> = {},
  kind: 'csv' | 'json' = 'csv',
): { start: () => void; startWith: (query: QueryOf<O>) => void; busy: boolean } {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = async (asked: QueryOf<O>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      // An export has no body, which is all that CallArgs asks for besides.
      await download(
        op,
        { params, query: asked } as CallArgs<O>,
        `${noun.toLowerCase().replaceAll(' ', '-')}-${today()}.${kind}`,
      );
    } catch (error) {
      toast({
        tone: 'error',
        title: `${noun === 'audit' ? 'The audit log was' : `The ${noun} were`} not exported. ${messageOf(error)}`,
      });
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { start: () => void run(query), startWith: (asked) => void run(asked), busy };
}
