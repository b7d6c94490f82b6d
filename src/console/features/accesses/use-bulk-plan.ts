import { useEffect, useState } from 'react';
import type { QueryOf } from '../../../contract/operation.ts';
import { accessFilters, listAccesses } from '../../../contract/operations/accesses.ts';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { call } from '../../api/client.ts';
import { BULK_MAX } from './bulk-limits.ts';

export type AccessQuery = QueryOf<typeof listAccesses>;

/** What a bulk rotation would do, as far as the console can know before it asks. */
export type BulkPlan = {
  /** May be asked for. */
  readonly ready: readonly Access[];
  /** Refused to this person, each with the server's reason (R3). */
  readonly refused: readonly { readonly item: Access; readonly reason: string }[];
  /** Selected, and deleted since. */
  readonly gone: number;
  /** Whether more match than can be asked for at a time. */
  readonly tooMany: boolean;
  /** Whether the access's platform can keep old and new credentials at once. */
  readonly overlaps: (access: Access) => boolean;
};

const LARGEST_PAGE = '999';

/** Everything that matches, page by page; stops once it is too many. Not through the cache: it is wanted once. */
async function readMatching(query: AccessQuery, signal: AbortSignal): Promise<Access[]> {
  const found = new Map<string, Access>();
  let cursor: string | undefined;
  do {
    const page = await call(listAccesses, {
      query: { ...query, limit: LARGEST_PAGE, ...(cursor !== undefined && { cursor }) },
      signal,
    });
    // A row that moved between two pages comes twice.
    for (const access of page.access) found.set(access.access_id, access);
    cursor = page.next;
  } while (cursor !== undefined && found.size <= BULK_MAX);
  return [...found.values()];
}

const placeOf = (service: { service_name: string; project_name: string }): string =>
  `${service.project_name}\n${service.service_name}`;

async function makePlan(query: AccessQuery, selected: number, signal: AbortSignal): Promise<BulkPlan> {
  const [accesses, { services }] = await Promise.all([
    readMatching(query, signal),
    call(accessFilters, { signal }),
  ]);
  const overlapping = new Set(services.filter((one) => one.passwords_overlap).map(placeOf));
  const refused = accesses.filter(({ verdicts }) => !verdicts.request_rotation.allowed);
  return {
    ready: accesses.filter(({ verdicts }) => verdicts.request_rotation.allowed),
    refused: refused.map((item) => ({ item, reason: item.verdicts.request_rotation.message ?? '' })),
    gone: Math.max(0, selected - accesses.length),
    tooMany: accesses.length > BULK_MAX,
    overlaps: (access) => overlapping.has(placeOf(access.access_data)),
  };
}

type Reading = { readonly plan?: BulkPlan; readonly error?: unknown };

/** Reads the plan once, and again after a failure when `retry` is called. */
export function useBulkPlan(query: AccessQuery, selected: number): Reading & { retry: () => void } {
  const [reading, setReading] = useState<Reading>({});
  const [round, setRound] = useState(0);
  // What was selected when the dialog opened; the list behind it may go on.
  const [asked] = useState({ query, selected });
  useEffect(() => {
    const leaving = new AbortController();
    makePlan(asked.query, asked.selected, leaving.signal).then(
      (plan) => setReading({ plan }),
      (error: unknown) => {
        if (!leaving.signal.aborted) setReading({ error });
      },
    );
    return () => leaving.abort();
  }, [asked, round]);
  return {
    ...reading,
    retry: () => {
      setReading({});
      setRound(round + 1);
    },
  };
}
