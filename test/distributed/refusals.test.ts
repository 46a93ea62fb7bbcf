import { afterAll, beforeAll, expect, it } from "vitest";
import type pg from "pg";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { readKnown, treeOf } from "./ask-tree.ts";
import { refusalsOf, type Known } from "./refusals.ts";

let database: TestDatabase;
let client: pg.PoolClient;
let known: Known;
beforeAll(async () => {
  database = await testDatabase();
  client = await database.pool.connect();
  known = await readKnown(client);
});
afterAll(async () => {
  client.release();
  await database.drop();
});

const own = "where merchant_id = $1";

/** The statements that Citus refused, each with the reason that this check gives. */
const refused: [string, string][] = [
  [`update orders set updated_at = clock_timestamp() ${own}`, "a volatile function in SET"],
  [`delete from bulk_mappings ${own} and used_at < clock_timestamp()`, "a volatile function in WHERE"],
  [`update sessions set used_at = clock_timestamp() ${own}`, "a volatile function in SET"],
  [
    `update transactions set terminal_tran_id = coalesce(terminal_tran_id, nextval('terminal_tran_ids')::text) ${own}`,
    "a volatile function in SET",
  ],
  [
    `update variations v set synced_at = case when note.ok then now() else v.synced_at end
      from jsonb_to_recordset($2::jsonb) note(id uuid, ok boolean) where v.merchant_id = $1 and v.id = note.id`,
    "a stable function in CASE or COALESCE in SET",
  ],
  [
    `update transactions set terminal_tran_at = coalesce(terminal_tran_at, date_trunc('second', $2::timestamptz)) ${own}`,
    "a stable function in CASE or COALESCE in SET",
  ],
  [
    `update signals set retry_at = asked_at + interval '1 second' ${own}`,
    "a stable function of a column in SET",
  ],
  [
    `update signals set attempts = 0 ${own} returning now() - asked_at`,
    "a function that may change in RETURNING",
  ],
  [
    `insert into signals (merchant_id, smaregi_product_id, cause) values ($1, $2, $3)
      on conflict (merchant_id, smaregi_product_id) do update set asked_at = statement_timestamp()`,
    "a function that may change in DO UPDATE",
  ],
  [
    `insert into connections (merchant_id, contract_id, store_id, terminal_id, enabled, mode) values ($1, $2, $3, $4, true, $5)
      on conflict (merchant_id) do update set updated_at = clock_timestamp()`,
    "a function that may change in DO UPDATE",
  ],
  [
    `insert into outbox_heads (merchant_id, last_seq) values ($1, (select max(seq) from outbox where merchant_id = $1))`,
    "a subquery in VALUES",
  ],
  [
    `with noted as (insert into counters (merchant_id, name, value) values ($1, 'a', 1))
      insert into outbox_heads (merchant_id) values ($1)`,
    "an insert beside other writes",
  ],
  [
    `select c.merchant_id from connections c where not exists (
      select 1 from reconciliations r where r.merchant_id = c.merchant_id)`,
    "a subquery on a distributed table for each row of one that is not",
  ],
  [
    `select (select count(*) from orders o where o.merchant_id = said.merchant)
      from jsonb_to_recordset($1::jsonb) said(merchant uuid)`,
    "a subquery on a distributed table for each row of one that is not",
  ],
];

it.each(refused)("B12: what was refused on Citus is told without it: %s", async (text, expected) => {
  expect(refusalsOf(await treeOf(client, text), known)).toContain(expected);
});

it.each([
  `update orders set updated_at = statement_timestamp() ${own}`,
  `delete from outbox where at < now() - $1 * interval '1 day'`,
  `update signals s set retry_at = waiting.until from unnest($2::text[], $3::timestamptz[]) waiting(product, until)
    where s.merchant_id = $1 and s.smaregi_product_id = waiting.product`,
  `insert into signals (merchant_id, smaregi_product_id, cause) values ($1, $2, $3)
    on conflict (merchant_id, smaregi_product_id) do update set asked_at = excluded.asked_at, version = excluded.version`,
  `update transactions set terminal_tran_id = coalesce(terminal_tran_id, $2) ${own}`,
  `update smaregi_pauses set probe_at = clock_timestamp() where contract_id = $1`,
  `select c.merchant_id from connections c where c.merchant_id not in (select merchant_id from reconciliations)`,
  `select (select count(*) from orders where merchant_id = $1), (select count(*) from variations v where v.merchant_id = $1
    and not exists (select from held_zeros h where h.merchant_id = v.merchant_id))`,
])("B12: what ran there is passed: %s", async (text) => {
  expect(refusalsOf(await treeOf(client, text), known)).toEqual([]);
});
