import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { makeRow, makeWorld } from '../../testing/rows.ts';
import type { TableName, World } from '../../service/ports/store.ts';
import { columnsOf, snakeCase, TABLE_NAMES } from './columns.ts';
import { openPostgres } from './postgres.ts';
import { bringBack, bringForward, insertWorld, knownColumns } from './testing-before.ts';

/** The first migration that the published release does not have. */
const NEXT = '0008_key_approval';

const row = (table: TableName) => makeRow(table, `${table}-1`);

/** One row in every table. Each key is a table, which Object.fromEntries cannot know. */
const full = makeWorld(
  Object.fromEntries(TABLE_NAMES.map((table) => [table, [row(table)]])) as Partial<World>,
);

/** How many tables the published release has. */
const OLD_TABLES = 31;

it('A5: on PostgreSQL, a server of the release before goes on beside this one, in every table that it knows', async () => {
  const database = await createDatabase(inject('postgresUrl'));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await database.drop();
  });
  await bringBack(client, NEXT, makeWorld({}));
  const known = await knownColumns(client);
  const store = await openPostgres(database.url);
  try {
    await insertWorld(client, known, full);
    const tables = TABLE_NAMES.filter((table) => known.has(snakeCase(table)));
    expect(tables).toHaveLength(OLD_TABLES);
    for (const table of tables) {
      const inserted = Object.entries(row(table)).filter(([column]) =>
        known.get(snakeCase(table))?.has(snakeCase(column)),
      );
      const found = await store.get(table, `${table}-1`);
      expect(found).toMatchObject(Object.fromEntries(inserted));
      // Whatever it did not write has a value that this release reads.
      for (const [column] of columnsOf(table)) expect(found).toHaveProperty(column);
    }
    expect(await store.get('requests', 'requests-1')).toMatchObject({ keyWish: null });
    // A3: the chain takes up what it recorded.
    expect(await store.get('auditPending', 'audit-1')).toBeDefined();
  } finally {
    await store.close();
  }
}, 60_000);

it('A5: and so it is on the embedded database', async () => {
  const pglite = await PGlite.create({ extensions: { pg_trgm } });
  onTestFinished(() => pglite.close());
  await bringBack(pglite, NEXT, makeWorld({}));
  const known = await knownColumns(pglite);
  await bringForward(pglite, NEXT);
  await insertWorld(pglite, known, full);
  for (const table of TABLE_NAMES.filter((name) => known.has(snakeCase(name)))) {
    const { rows } = await pglite.query(`select from ${snakeCase(table)} where id = $1`, [`${table}-1`]);
    expect(rows, table).toHaveLength(1);
  }
  const { rows } = await pglite.query('select from audit_pending where id = $1', ['audit-1']);
  expect(rows).toHaveLength(1);
}, 60_000);
