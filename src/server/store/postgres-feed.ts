import pg from 'pg';
import { UnavailableError } from '../../service/ports/store.ts';
import { CHANNEL } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';

/** Milliseconds. */
const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 5000;
const HEARTBEAT = 15_000;
const PATIENCE = 5000;

/** LISTEN on a connection of its own. When it is lost it comes back by itself and says that news may have been missed. */
export const postgresFeed = (databaseUrl: string): ChangeFeed => {
  let client: pg.Client | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let pause = SHORTEST_PAUSE;
  let stopped = false;

  const connect = async (onPayload: (payload: string) => void, onGap: () => void): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'latchkey listener',
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      keepAlive: true,
    });
    let lost = false;
    const lose = (): void => {
      if (lost) return;
      lost = true;
      clearInterval(heartbeat);
      void next.end().catch(() => undefined);
      if (stopped) return;
      retry = setTimeout(() => void connect(onPayload, onGap), pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', ({ payload }) => onPayload(payload ?? ''));
    client = next;
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
    } catch {
      lose();
      return;
    }
    // Lost meanwhile, or stopped: then there is nobody to tell.
    if (lost || stopped) return lose();
    // A connection can die without a word; a question finds out.
    heartbeat = setInterval(() => void next.query('select 1').catch(lose), HEARTBEAT);
    heartbeat.unref();
    pause = SHORTEST_PAUSE;
    onGap();
  };

  return {
    start: connect,
    // Two snapshots that say the same let the same transactions be seen, those being all that were committed.
    revision: async () => {
      const answer = await client?.query<{ now: string }>('select pg_current_snapshot()::text as now');
      const now = answer?.rows[0]?.now;
      if (now === undefined) throw new UnavailableError('The database does not answer.');
      return now;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      clearInterval(heartbeat);
      await client?.end().catch(() => undefined);
    },
  };
};
