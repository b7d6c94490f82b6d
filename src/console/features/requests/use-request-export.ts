import { useRef, useState } from 'react';
import { exportRequests } from '../../../contract/operations/requests.ts';
import type { QueryOf } from '../../../contract/operation.ts';
import { download } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { toast } from '../../ui/toast-store.ts';

/** Export CSV of everything that matches, not only of this page (A4). */
export function useRequestExport(query: QueryOf<typeof exportRequests>): {
  start: () => void;
  busy: boolean;
} {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const start = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await download(exportRequests, { query }, 'requests.csv');
    } catch (error) {
      toast({ tone: 'error', title: `The requests were not exported. ${messageOf(error)}` });
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { start: () => void start(), busy };
}
