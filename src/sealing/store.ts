import { sql, type RawBuilder } from "kysely";
import type { Db } from "../kit/database.ts";
import { sealedColumns, sealedPrefix, sealedWith, type Place, type SealedColumn } from "../kit/sealed.ts";

/** The ID of the key that seals (null: none was chosen yet); within a transaction it cannot change until the end. */
export async function holdSealingKey(db: Db): Promise<string | null> {
  const row = await db.selectFrom("sealing").select("keyId").forShare().executeTakeFirst();
  return row?.keyId ?? null;
}

/** The same without the lock, for callers that do not seal. */
export async function readSealingKey(db: Db): Promise<string | null> {
  const row = await db.selectFrom("sealing").select("keyId").executeTakeFirst();
  return row?.keyId ?? null;
}

/** Makes this key the one that seals; waits for transactions that are sealing with another one. */
export async function chooseSealingKey(db: Db, keyId: string): Promise<void> {
  await db
    .insertInto("sealing")
    .values({ one: true, keyId })
    .onConflict((conflict) => conflict.column("one").doUpdateSet({ keyId }))
    .execute();
}

/** The same, but only if none was chosen yet. */
export async function chooseFirstKey(db: Db, keyId: string): Promise<void> {
  await db.updateTable("sealing").set({ keyId }).where("keyId", "is", null).execute();
}

/** A sealed secret with its place. */
export type SealedRow = { place: Place; bytes: Buffer };

/** The column's table, its name, and the column that identifies a row beside the merchant. */
function partsOf(column: SealedColumn): {
  table: RawBuilder<unknown>;
  name: RawBuilder<unknown>;
  id: RawBuilder<unknown>;
} {
  const [table = "", name = ""] = column.split(".");
  const id = sealedColumns[column];
  return {
    table: sql.table(table),
    name: sql.ref(name),
    id: id === null ? sql`''` : sql`${sql.ref(id)}::text`,
  };
}

/**
 * Some of the column's secrets, of all merchants, that are sealed with another key or in another form; those after
 * `after`, in order.
 */
export async function sealedOtherwise(
  db: Db,
  column: SealedColumn,
  { keyId, after, limit }: { keyId: string; after: Place | null; limit: number },
): Promise<SealedRow[]> {
  const { table, name, id } = partsOf(column);
  const prefix = sealedPrefix(keyId);
  const { merchantId = "00000000-0000-0000-0000-000000000000", id: last = "" } = after ?? {};
  const { rows } = await sql<{ merchantId: string; id: string; bytes: Buffer }>`
    select merchant_id, ${id} as id, ${name} as bytes from ${table}
    where ${name} is not null and substring(${name} from 1 for ${prefix.length}::int) <> ${prefix}
      and (merchant_id, ${id}) > (${merchantId}::uuid, ${last}::text)
    order by 1, 2 limit ${limit}`.execute(db);
  return rows.map((row) => ({
    place: { column, merchantId: row.merchantId, ...(row.id === "" ? {} : { id: row.id }) },
    bytes: row.bytes,
  }));
}

/** Replaces a secret by its newly sealed form; returns false if the stored value changed in the meantime. */
export async function replaceSealed(db: Db, { place, bytes }: SealedRow, becomes: Buffer): Promise<boolean> {
  const { table, name, id } = partsOf(place.column);
  const { numAffectedRows } = await sql`
    update ${table} set ${name} = ${becomes}
    where merchant_id = ${place.merchantId} and ${id} = ${place.id ?? ""} and ${name} = ${bytes}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** The number of secrets by key; null: in the earlier form. */
export async function countSealed(db: Db): Promise<Map<string | null, number>> {
  const counts = new Map<string | null, number>();
  for (const column of Object.keys(sealedColumns) as SealedColumn[]) {
    const { table, name } = partsOf(column);
    const { rows } = await sql<{ begins: Buffer; secrets: number }>`
      select substring(${name} from 1 for 12) as begins, count(*)::int as secrets from ${table}
      where ${name} is not null group by 1`.execute(db);
    for (const { begins, secrets } of rows) {
      const keyId = sealedWith(begins);
      counts.set(keyId, (counts.get(keyId) ?? 0) + secrets);
    }
  }
  return counts;
}
