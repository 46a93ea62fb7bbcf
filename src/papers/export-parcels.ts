import type { By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { defuse } from "../kit/csv-safe.ts";
import { csvText, encodeCsv } from "../kit/csv.ts";
import { asWindows } from "../kit/text/windows.ts";
import type { Chosen } from "../orders/search/choose.ts";
import { b2Columns, b2Row, type Parcel, type ParcelDoubt } from "./b2/rules.ts";
import { knownOf } from "../orders/rules.ts";
import { readWhole, type WholeOrder } from "./paper-orders.ts";
import { findPaperSettings, readShopName } from "./store.ts";

const mostParcels = 1_000;

export type DoubtfulParcel = { number: string; doubts: ParcelDoubt[] };

/**
 * Writes the chosen orders as B2クラウド's CSV (W5): Shift_JIS, CRLF, one row per parcel, in the first 42 columns. Cancelled orders have
 * no row. Problems of a row are listed beside it, and nothing is cut off. Throws 422 for more than 1,000.
 */
export async function exportParcels(
  ctx: Pick<Context, "db">,
  input: { merchantId: string; chosen: Chosen; shipOn: string; by?: By },
): Promise<{ bytes: Buffer; parcels: number; doubtful: DoubtfulParcel[] }> {
  const { merchantId, chosen, shipOn, by } = input;
  const orders = await readWhole(ctx.db, { merchantId, chosen, most: mostParcels });
  const settings = await findPaperSettings(ctx.db, merchantId);
  const issuer = settings.issuer === "" ? await readShopName(ctx.db, merchantId) : settings.issuer;
  const sender = { ...settings, issuer };
  const isWhole = (text: string) => asWindows(text).lost === 0;
  const rows = orders
    .filter(({ status }) => status !== "cancelled")
    .map((order) => ({
      number: order.number,
      ...b2Row({ parcel: parcelOf(order), sender, shipOn }, isWhole),
    }));
  const cells = [b2Columns.map(({ name }) => name), ...rows.map((row) => row.cells.map(defuse))];
  // Only a check of what the carrier would refuse: no file leaves.
  if (by !== undefined) {
    const after = { orders: rows.length };
    await addAudit(ctx.db, merchantId, { event: "ordersExported", by, subject: "B2", after });
  }
  return {
    bytes: encodeCsv(csvText(cells), "cp932", true),
    parcels: rows.length,
    doubtful: rows.flatMap(({ number, doubts }) => (doubts.length === 0 ? [] : [{ number, doubts }])),
  };
}

function parcelOf({ number, customer, memo, deliverOn, deliverTime, lines }: WholeOrder): Parcel {
  const known = (name: string) => knownOf(customer, name);
  return {
    number,
    phone: known("phone"),
    postalCode: known("postalCode"),
    prefecture: known("prefecture"),
    address: known("address"),
    building: known("building"),
    name: known("name"),
    kana: known("kana"),
    deliverOn,
    deliverTime,
    // The contents, as far as the field allows: the carrier only wants to know the kind of goods.
    goods: [...(lines[0]?.productName ?? "")].slice(0, 25).join(""),
    memo,
  };
}
