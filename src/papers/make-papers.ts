import type { Context } from "../context.ts";
import type { Chosen } from "../orders/search/choose.ts";
import { jst } from "../smaregi/jst.ts";
import { knownFields, knownOf } from "../orders/rules.ts";
import { readWhole, type WholeOrder } from "./paper-orders.ts";
import { figuresOf, leftOut, pickingRows } from "./rules.ts";
import { findPaperSettings, readJans, readShopName } from "./store.ts";

/** The most papers of one print: more than anyone packs in a day, and what a browser can print. */
const mostPrinted = 500;

const recipientFields = ["name", "postalCode", "prefecture", "address", "building", "phone"] as const;

/**
 * Makes 納品書 and ピッキングリスト of the chosen orders (W4): the issuer, each order's note with its sums per tax rate, and what to take from
 * the shelves. Orders that are not picked now are listed with the reason. Throws 422 for more than 500.
 */
export async function makePapers(
  ctx: Pick<Context, "db" | "clock">,
  input: { merchantId: string; chosen: Chosen; withUnpaid: boolean },
) {
  const { merchantId, chosen, withUnpaid } = input;
  const today = jst(ctx.clock()).slice(0, 10);
  const orders = await readWhole(ctx.db, { merchantId, chosen, most: mostPrinted });
  const settings = await findPaperSettings(ctx.db, merchantId);
  const { issuer, postalCode, address, phone, registrationNumber, note } = settings;
  const looked = orders.map((order) => ({ order, why: leftOut(order, { today, withUnpaid }) }));
  const picked = looked.filter(({ why }) => why === null).map(({ order }) => order);
  const rows = pickingRows(picked);
  const jans = await readJans(
    ctx.db,
    merchantId,
    rows.map(({ variationId }) => variationId),
  );
  return {
    today,
    issuer: {
      name: issuer === "" ? await readShopName(ctx.db, merchantId) : issuer,
      postalCode,
      address,
      phone,
      registrationNumber,
      note,
    },
    notes: orders.filter(({ status }) => status !== "cancelled").map((order) => noteOf(order, today)),
    picking: {
      rows: rows.map(({ variationId, ...row }) => ({ ...row, janCode: jans.get(variationId) ?? null })),
      orders: picked.map((order) => ({
        number: order.number,
        buyer: knownOf(order.customer, "name"),
        memo: order.memo,
        lines: order.lines.map(lineOf),
      })),
      leftOut: looked.flatMap(({ order, why }) => (why === null ? [] : [{ number: order.number, why }])),
    },
  };
}

function noteOf(order: WholeOrder, today: string) {
  return {
    number: order.number,
    orderedAt: order.createdAt,
    // The day of supply: the day of shipping, or today if the paper goes along.
    suppliedOn: order.shippedOn ?? today,
    recipient: knownFields(order.customer, recipientFields),
    lines: order.lines.map(lineOf),
    ...figuresOf(order),
  };
}

const lineOf = (line: WholeOrder["lines"][number]) => ({
  name: `${line.productName} ${line.variationName}`.trim(),
  productCode: line.productCode,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  amount: line.unitPrice * line.quantity,
  isReduced: line.taxRate === 8,
  answers: (line.answers ?? []).map((answer, nth) => `${line.questions?.[nth] ?? ""}: ${answer}`),
});
