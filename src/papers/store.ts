import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../kit/database.ts";
import type { PaperSettingsTable } from "../kit/tables.ts";
import { tell } from "../tell.ts";

export type PaperSettings = Omit<Selectable<PaperSettingsTable>, "merchantId">;

const unset: PaperSettings = {
  issuer: "",
  postalCode: "",
  address: "",
  phone: "",
  registrationNumber: "",
  note: "",
  b2Customer: "",
  b2Class: "",
  b2Freight: "01",
  b2Kind: "0",
  b2Goods: "",
};

export async function findPaperSettings(db: Db, merchantId: string): Promise<PaperSettings> {
  const row = await db
    .selectFrom("paperSettings")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .executeTakeFirst();
  if (row === undefined) return unset;
  const { merchantId: _, ...settings } = row;
  return settings;
}

export async function writePaperSettings(
  db: Db,
  row: Insertable<PaperSettingsTable> & PaperSettings,
): Promise<void> {
  const { merchantId, ...settings } = row;
  await db
    .insertInto("paperSettings")
    .values(row)
    .onConflict((conflict) => conflict.column("merchantId").doUpdateSet(settings))
    .execute();
  tell(db, merchantId, "connection");
}

/** The JAN codes of those variations that have one. */
export async function readJans(
  db: Db,
  merchantId: string,
  variationIds: string[],
): Promise<Map<string, string>> {
  if (variationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("variations")
    .select(["id", "janCode"])
    .where("merchantId", "=", merchantId)
    .where("id", "=", sql<string>`any(${variationIds}::uuid[])`)
    .where("janCode", "is not", null)
    .execute();
  return new Map(rows.map(({ id, janCode }) => [id, janCode ?? ""]));
}

/** The merchant's name and number, for papers without an issuer. */
export async function readShopName(db: Db, merchantId: string): Promise<string> {
  const row = await db.selectFrom("merchants").select("name").where("id", "=", merchantId).executeTakeFirst();
  return row?.name ?? "";
}
