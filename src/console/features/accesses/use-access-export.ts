import { useRef, useState } from 'react';
import type { QueryOf } from '../../../contract/operation.ts';
import { exportAccesses } from '../../../contract/operations/accesses.ts';
import { download } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { showToast } from '../../shell/feedback.ts';

/** Export CSV of everything that matches, not only of this page (A4). */
export function useAccessExport(query: QueryOf<typeof exportAccesses>): { start: () => void; busy: boolean } {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const start = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await download(exportAccesses, { query }, 'accesses.csv');
    } catch (error) {
      showToast({ tone: 'error', message: `The accesses were not exported. ${messageOf(error)}` });
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { start: () => void start(), busy };
}
