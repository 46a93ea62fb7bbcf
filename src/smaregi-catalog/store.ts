import { sql, type Insertable, type Selectable } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { writeTime } from "../kit/now.ts";
import type { KnownCategory, KnownTaxRate, Mode, SmaregiCatalogsTable, Standing } from "../kit/tables.ts";
import { tell } from "../tell.ts";

export type CatalogRow = Selectable<SmaregiCatalogsTable>;

/**
 * The mirror that a read belongs to. A mirror that was dropped and opened again in the meantime is a different one,
 * even for the same contract.
 */
export type Mirror = Pick<CatalogRow, "merchantId" | "contractId" | "opening">;

const isMirror = ({ merchantId, contractId, opening }: Mirror) =>
  sql<boolean>`merchant_id = ${merchantId} and contract_id = ${contractId} and opening is not distinct from ${opening}::uuid`;

/**
 * Locks the mirror until the end of the transaction. Returns false if it is gone; what was read for it must then be
 * discarded.
 */
export async function holdMirror(tx: Db, mirror: Mirror): Promise<boolean> {
  const held = await tx
    .selectFrom("smaregiCatalogs")
    .select("merchantId")
    .where(isMirror(mirror))
    .forKeyShare()
    .executeTakeFirst();
  return held !== undefined;
}

/** The merchant's connection data for the mirror, switched on or not; null if there is none. */
export async function catalogPlace(db: Db, merchantId: string) {
  const { rows } = await sql<{
    contractId: string;
    storeId: string;
    enabled: boolean;
    mode: Mode;
    standing: Standing;
    clientId: string | null;
    clientSecretSealed: Buffer | null;
    pausedSince: Date | null;
    isProven: boolean;
  }>`
    select c.contract_id, c.store_id, c.enabled, c.mode, m.standing, c.client_id, c.client_secret_sealed,
      p.since as paused_since, exists (select 1 from contract_proofs proof where proof.merchant_id = c.merchant_id
        and proof.contract_id = c.contract_id) as is_proven
    from connections c join merchants m on m.id = c.merchant_id
    left join smaregi_pauses p on p.contract_id = c.contract_id
    where c.merchant_id = ${merchantId}`.execute(db);
  return rows[0] ?? null;
}

export async function readCatalogRow(db: Db, merchantId: string): Promise<CatalogRow | null> {
  const row = await db
    .selectFrom("smaregiCatalogs")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Opens and returns the mirror of the contract that the merchant is connected with; deletes one of another contract
 * with its products. Returns null and does nothing if the merchant is no longer connected with this contract.
 */
export async function openCatalog(tx: Db, merchantId: string, contractId: string): Promise<Mirror | null> {
  const connection = await tx
    .selectFrom("connections")
    .select("contractId")
    .where("merchantId", "=", merchantId)
    .where("contractId", "=", contractId)
    .executeTakeFirst();
  if (connection === undefined) return null;
  await tx
    .deleteFrom("smaregiCatalogs")
    .where("merchantId", "=", merchantId)
    .where("contractId", "!=", contractId)
    .execute();
  await tx
    .insertInto("smaregiCatalogs")
    .values({ merchantId, contractId, opening: newId() })
    .onConflict((conflict) => conflict.column("merchantId").doNothing())
    .execute();
  tell(tx, merchantId, "smaregiProducts");
  return await readCatalogRow(tx, merchantId);
}

/** Drops the mirror, unless it is of the contract `butOf`. */
export async function dropCatalog(tx: Db, merchantId: string, butOf: string | null): Promise<void> {
  await tx
    .deleteFrom("smaregiCatalogs")
    .where("merchantId", "=", merchantId)
    .$if(butOf !== null, (query) => query.where("contractId", "!=", butOf ?? ""))
    .execute();
  tell(tx, merchantId, "smaregiProducts");
}

/** Drops the mirror of this contract, which the merchant may no longer use. */
export async function dropCatalogOf(tx: Db, merchantId: string, contractId: string): Promise<void> {
  await tx
    .deleteFrom("smaregiCatalogs")
    .where("merchantId", "=", merchantId)
    .where("contractId", "=", contractId)
    .execute();
  tell(tx, merchantId, "smaregiProducts");
}

/** Requests a read of everything or of what changed. An earlier request for more stays. */
export async function askForCatalog(
  tx: Db,
  merchantId: string,
  ask: { what: "full" | "changes"; byPerson: boolean; acceptsGone: boolean },
): Promise<void> {
  await sql`
    update smaregi_catalogs set version = version + 1, attempts = 0,
      asked = case when asked = 'full' then 'full' else ${ask.what} end,
      by_person = by_person or ${ask.byPerson}, accepts_gone = accepts_gone or ${ask.acceptsGone},
      due_at = ${writeTime}
    where merchant_id = ${merchantId}`.execute(tx);
  tell(tx, merchantId, "smaregiProducts");
}

/**
 * Smaregi named these products and reported others without naming them (`also`): reads them soon, those of a few
 * seconds together.
 */
export async function askForProducts(
  tx: Db,
  contractId: string,
  told: { productIds: string[]; also: "changes" | "full" | null; waitMs: number },
): Promise<void> {
  const readers = await tx
    .selectFrom("smaregiCatalogs")
    .select("merchantId")
    .where("contractId", "=", contractId)
    .orderBy("merchantId")
    .execute();
  for (const { merchantId } of readers) {
    // First lock the mirror: it may be moving to another contract, which drops it.
    const { rows } = await sql`
      update smaregi_catalogs set version = version + 1,
        asked = case when asked = 'full' then asked else coalesce(${told.also}, asked) end,
        due_at = least(due_at, ${writeTime} + ${told.waitMs} * interval '1 millisecond')
      where merchant_id = ${merchantId} and contract_id = ${contractId} returning merchant_id`.execute(tx);
    if (rows.length === 0) continue;
    await sql`
      insert into smaregi_product_asks (merchant_id, smaregi_product_id)
      select distinct ${merchantId}::uuid, product from unnest(${told.productIds}::text[]) product order by product
      on conflict (merchant_id, smaregi_product_id) do update set asked_at = excluded.asked_at`.execute(tx);
  }
}

export async function askedProducts(db: Db, merchantId: string): Promise<{ id: string; askedAt: string }[]> {
  const { rows } = await sql<{ id: string; askedAt: string }>`
    select smaregi_product_id as id, asked_at::text from smaregi_product_asks
    where merchant_id = ${merchantId} order by asked_at, smaregi_product_id limit 10000`.execute(db);
  return rows;
}

/** Removes the requests, except those that were made again in the meantime. */
export async function dropAsks(
  tx: Db,
  merchantId: string,
  asks: { id: string; askedAt: string }[],
): Promise<void> {
  await sql`
    delete from smaregi_product_asks a using jsonb_to_recordset(${JSON.stringify(asks)}::jsonb) done(id text, "askedAt" timestamptz)
    where a.merchant_id = ${merchantId} and a.smaregi_product_id = done.id and a.asked_at = done."askedAt"`.execute(
    tx,
  );
}

/**
 * All products were read to the end; `unlisted`: the number of products missing from the list, about which a person
 * must decide.
 */
export async function noteFilled(
  tx: Db,
  mirror: Mirror,
  { at, unlisted }: { at: Date; unlisted: number },
): Promise<void> {
  await tx
    .updateTable("smaregiCatalogs")
    .set({ filledAt: at, readUntil: at, unlisted })
    .where(isMirror(mirror))
    .execute();
  tell(tx, mirror.merchantId, "smaregiProducts");
}

/** Records the time until which changes were read, by this server's clock. */
export async function noteReadUntil(db: Db, mirror: Mirror, readUntil: Date): Promise<void> {
  await db.updateTable("smaregiCatalogs").set({ readUntil }).where(isMirror(mirror)).execute();
}

/** Records how a read ended. Requests made during it (another `version`) stay. */
export async function noteRead(
  tx: Db,
  mirror: Mirror,
  done: { version: number; values: Partial<Insertable<SmaregiCatalogsTable>> },
): Promise<void> {
  const { version, values } = done;
  await tx.updateTable("smaregiCatalogs").set(values).where(isMirror(mirror)).execute();
  await tx
    .updateTable("smaregiCatalogs")
    .set({ asked: null, byPerson: false, acceptsGone: false, dueAt: null, attempts: 0 })
    .where(isMirror(mirror))
    .where("version", "=", version)
    .execute();
  tell(tx, mirror.merchantId, "smaregiProducts");
}

/**
 * Records that a requested read (`read`) failed: it is tried again after `again` milliseconds, or (`never`) not
 * automatically. What a person requested during it stays due at once.
 */
export async function noteProblem(
  db: Db,
  read: Mirror & Pick<CatalogRow, "dueAt">,
  { problem, again }: { problem: Fact; again: number | "never" },
): Promise<void> {
  const never = { asked: null, byPerson: false, acceptsGone: false, dueAt: null };
  const later = { dueAt: sql<Date>`${writeTime} + ${again} * interval '1 millisecond'` };
  // A press sets a later due time than before; compared to the millisecond, because it was read that way.
  const isPressed = sql<boolean>`(due_at >= ${read.dueAt}::timestamptz + interval '1 millisecond') is true`;
  await db
    .updateTable("smaregiCatalogs")
    .set(again === "never" ? never : later)
    .where(isMirror(read))
    .where((eb) => eb.not(isPressed))
    .execute();
  await db
    .updateTable("smaregiCatalogs")
    .set((set) => ({
      problem: JSON.stringify(problem),
      problemAt: writeTime,
      attempts: set("attempts", "+", 1),
    }))
    .where(isMirror(read))
    .execute();
  tell(db, read.merchantId, "smaregiProducts");
}

export async function putTaxes(
  db: Db,
  mirror: Mirror,
  taxes: { categories?: KnownCategory[]; taxRates?: KnownTaxRate[] },
): Promise<void> {
  const values = Object.entries(taxes).map(([name, rows]) => [name, JSON.stringify(rows)]);
  if (values.length === 0) return;
  await db
    .updateTable("smaregiCatalogs")
    .set(Object.fromEntries(values) as { categories?: string; taxRates?: string })
    .where(isMirror(mirror))
    .execute();
  tell(db, mirror.merchantId, "smaregiProducts");
}
