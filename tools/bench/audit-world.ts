import { createHash } from 'node:crypto';
import pg from 'pg';
import type { AuditLink } from '../../src/domain/audit/chain.ts';
import { signer } from '../../src/runtime/signer.ts';
import { readConfig } from '../../src/server/config.ts';
import { configuredSealer } from '../../src/server/sealing-key.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { BATCH, makeLinks, newestLink } from '../../src/service/audit/link-events.ts';
import { signingKey } from '../../src/service/audit/signing-key.ts';
import type { World } from './ground.ts';

export const ORGANIZATION = 'org_halden';

/** As parts of the whole, about as an organization has them; refusals are one in 250. */
const EVENTS = `
  with people_of as (select array_agg(id order by id) as ids, array_agg(name order by id) as names from people),
  accesses_of as (select array_agg(id order by id) as ids, array_agg(name order by id) as names from accesses),
  requests_of as (select array_agg(id order by id) as ids from requests),
  numbers as (
    select n, hashint4(n) & 2147483647 as a, hashint4(n + 7) & 2147483647 as b, n % 250 = 0 as refused
    from generate_series(1, $1::integer) as n
  ),
  events as (
    select n, refused,
      p.ids[1 + a % cardinality(p.ids)] as actor_id, p.names[1 + a % cardinality(p.ids)] as actor_name,
      (array['request.created','request.approved','credential.issued','credential.shown','credential.saved',
        'session.started','session.ended','certificate.renewed','api_key.created','group.members_changed',
        'service.secrets_viewed','webhook.changed'])[1 + (b % 144) / 12] as action,
      r.ids[1 + b % cardinality(r.ids)] as request_id,
      c.ids[1 + b % cardinality(c.ids)] as access_id, c.names[1 + b % cardinality(c.ids)] as access_name,
      '10.1.' || a % 200 || '.' || b % 250 as address, md5(n::text) as call_id
    from numbers, people_of as p, accesses_of as c, requests_of as r
  )
  insert into audit (id, organization_id, at, actor_id, actor_name, action, request_id, access_id, resource_name,
    details, outcome, problem, via, via_id, address, call_id, search_text)
  select 'aud_' || lpad(n::text, 9, '0'), $2,
    date_trunc('second', now()) - ($1::integer - n) * interval '30 seconds' - interval '1 hour',
    actor_id, actor_name, case when refused then 'call.refused' else action end, request_id, access_id, access_name,
    case when refused then '{"operation":"approveRequest"}'::jsonb else '{}'::jsonb end,
    case when refused then 'refused' else 'done' end, case when refused then 'permission_denied' end,
    'session', null, address, call_id,
    lower(access_name || e'\\n' || actor_name || e'\\n' || request_id || e'\\n' || access_id || e'\\n' || address)
  from events`;

const digest = async (text: string): Promise<string> => createHash('sha256').update(text).digest('hex');

const insertLinks = async (client: pg.Client, links: readonly AuditLink[]): Promise<void> => {
  await client.query(
    `insert into audit_links select id, organization_id, sequence, event_id, event_hash, previous_hash, hash, signature,
       to_timestamp(linked_at / 1000.0)
     from jsonb_to_recordset($1::jsonb) as made (id text, organization_id text, sequence integer, event_id text,
       event_hash text, previous_hash text, hash text, signature text, linked_at bigint)`,
    [
      JSON.stringify(
        links.map((link) => ({
          id: link.id,
          organization_id: link.organizationId,
          sequence: link.sequence,
          event_id: link.eventId,
          event_hash: link.eventHash,
          previous_hash: link.previousHash,
          hash: link.hash,
          signature: link.signature,
          linked_at: link.linkedAt,
        })),
      ),
    ],
  );
};

/** Links the new events behind the others, as a linker would, signed by the installation's key. */
const linkAll = async (client: pg.Client, { databaseUrl, env }: World): Promise<void> => {
  const store = await openPostgres(databaseUrl, { poolSize: 2 });
  try {
    const sealer = await configuredSealer(readConfig(env).config);
    const { sign } = await signingKey({ store, sealer, signer });
    let start = (await store.read((tx) => newestLink(tx, ORGANIZATION))) ?? null;
    for (let after = 'aud_'; ;) {
      const from = after;
      const events = await store.read((tx) =>
        tx.find('audit', { after: { value: '', id: from }, limit: BATCH * 25 }),
      );
      const made: AuditLink[] = [];
      for (let i = 0; i < events.length; i += BATCH) {
        const some = events.slice(i, i + BATCH);
        const links = await makeLinks(
          { digest, sign, now: Date.now() },
          {
            organizationId: ORGANIZATION,
            start,
            eventIds: some.map(({ id }) => id),
            events: new Map(some.map((event) => [event.id, event])),
          },
        );
        made.push(...links);
        start = links.at(-1) ?? start;
      }
      if (made.length === 0) return;
      await insertLinks(client, made);
      after = events.at(-1)?.id ?? after;
    }
  } finally {
    await store.close();
  }
};

/** Adds so many events to the audit log of a grown world, the oldest first, linked and signed. */
export const addAuditEvents = async (world: World, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    // Cheaper made anew than kept up row by row.
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
       where not indisunique and indrelid in ('audit'::regclass, 'audit_links'::regclass)`,
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    await client.query(EVENTS, [count, ORGANIZATION]);
    for (const { definition } of rows) await client.query(definition);
    await linkAll(client, world);
    await client.query('vacuum analyze audit, audit_links, audit_pending');
  } finally {
    await client.end();
  }
};
