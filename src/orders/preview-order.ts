import type { Context } from "../context.ts";
import { asOfOneMoment, type Db } from "../kit/database.ts";
import { notFound, type Text } from "../kit/errors.ts";
import type { Money, OrderStatus, Sale } from "../kit/tables.ts";
import { stockRule, type Movement, type StockRow } from "../stock/rules.ts";
import { readWithSiblings } from "../stock/store.ts";
import { bump } from "../transactions/bump.ts";
import type { OrderLink, TransactionRow } from "../transactions/rules.ts";
import { foreseen } from "../transactions/shown.ts";
import { readLinks } from "../transactions/store.ts";
import { linkPlace, type LinkPlace } from "../place/store.ts";
import { isInNumber, linkOfNew, wasConnected } from "./change-link.ts";
import { saleOf } from "./lines.ts";
import {
  planCancelling,
  planEdit,
  planPlacing,
  refuseCancelled,
  refuseOrder,
  touchedBy,
  type EditInput,
  type OrderInput,
} from "./plan-order.ts";
import { subtotalOf, totalOf } from "./rules.ts";
import { readOrders } from "./search/store.ts";
import { readLines, readSellables } from "./store.ts";

type At = { merchantId: string; id: string };

/** The effect of a change: on the quantities, and the calls that Smaregi would get, in order. */
export type Preview = {
  subtotal: number;
  total: number;
  stock: {
    variationId: string;
    systemProductNumber: string;
    productName: string;
    variationName: string;
    before: number | null;
    change: number;
    after: number | null;
    synced: boolean;
  }[];
  calls: {
    call: "look" | "transactionCancel" | "transactionRegister";
    transactionId?: string;
    text: Text;
  }[];
  /**
   * Set if the calls wait for something other than their turn: the switch is off, the merchant is asked first, or must cancel by
   * hand.
   */
  notice: Text | null;
};

/** Previews a new order. Throws what `placeOrder` would throw; takes nothing, and no one waits for it. */
export async function previewPlacing(
  ctx: Context,
  { merchantId, order }: { merchantId: string; order: OrderInput },
): Promise<Preview> {
  refuseOrder(order);
  return await asOfOneMoment(ctx.db, async (db) => {
    const variationIds = [...new Set(order.lines.map((line) => line.variationId))];
    const sellables = await readSellables(db, merchantId, variationIds);
    const known = sellables.map(({ id }) => id);
    const rows = await readWithSiblings(db, merchantId, { variationIds: known });
    const { lines, movements } = planPlacing(order, sellables, rows);
    const place = await linkPlace(db, merchantId);
    const isBehind = await wasConnected(db, merchantId, place);
    const link = linkOfNew(saleOf("", lines, order.money), place, isBehind);
    const told = toldBy(link, place, totalOf(lines, order.money));
    return { ...sums(lines, order.money), stock: await named(db, merchantId, rows, movements), ...told };
  });
}

/** Previews an edit. Throws what `editOrder` would throw. */
export async function previewEdit(ctx: Context, input: At & EditInput): Promise<Preview> {
  return await asOfOneMoment(ctx.db, async (db) => {
    const { merchantId, id } = input;
    const { order, lines: before } = await openOrder(db, input);
    const touched = touchedBy(before, input.lines);
    const rows = await readWithSiblings(db, merchantId, touched);
    const sellables = await readSellables(db, merchantId, touched.variationIds);
    const { place, link } = await linkNow(db, merchantId, id);
    const plan = planEdit(order, before, input, { sellables, rows, isIn: isInNumber(link, place) });
    if (plan === null) return { ...sums(before, order.money), stock: [], ...untold };
    const { lines, money, movements, sale } = plan;
    const told = sale === null ? untold : toldBy(bumped(link, sale, place), place, totalOf(lines, money));
    return { ...sums(lines, money), stock: await named(db, merchantId, rows, movements), ...told };
  });
}

/** Previews a change of status; only a cancellation moves anything. Throws what `changeStatus` would throw. */
export async function previewStatus(ctx: Context, input: At & { status: OrderStatus }): Promise<Preview> {
  return await asOfOneMoment(ctx.db, async (db) => {
    const { merchantId, id, status } = input;
    const { order, lines } = await openOrder(db, input, status);
    if (status !== "cancelled" || order.status === status)
      return { ...sums(lines, order.money), stock: [], ...untold };
    const rows = await readWithSiblings(db, merchantId, touchedBy(lines, undefined));
    const { place, link } = await linkNow(db, merchantId, id);
    const stock = await named(db, merchantId, rows, planCancelling(lines, rows, isInNumber(link, place)));
    return { ...sums(lines, order.money), stock, ...toldBy(bumped(link, null, place), place, 0) };
  });
}

type Priced = { unitPrice: number; quantity: number }[];

const sums = (lines: Priced, money: Money) => ({ subtotal: subtotalOf(lines), total: totalOf(lines, money) });

/** Reads an order that can still be changed, or that has this status already. */
async function openOrder(db: Db, { merchantId, id }: At, status?: OrderStatus) {
  const [order] = await readOrders(db, merchantId, { before: null, limit: 1, id });
  if (order === undefined) throw notFound({ ja: "受注", en: "order" });
  if (order.status !== status) refuseCancelled(order);
  return { order, lines: await readLines(db, merchantId, [id]) };
}

const untold = { calls: [], notice: null };

async function linkNow(db: Db, merchantId: string, orderId: string) {
  const links = await readLinks(db, merchantId, [orderId]);
  const link = links.get(orderId);
  if (link === undefined) throw notFound({ ja: "受注", en: "order" });
  return { link, place: await linkPlace(db, merchantId) };
}

/** The link as the change would leave it. */
function bumped(link: OrderLink, sale: Sale | null, { placed, off, now }: LinkPlace): OrderLink {
  let serial = 0;
  const newId = () => `new ${(serial += 1)}`;
  return bump(link, sale, { live: off === null, mode: placed?.mode ?? "standard", now, newId, took: true });
}

/** The calls that the order's link still has to make, and why they wait. `yen`: the order's total. */
function toldBy(link: OrderLink, { placed, off }: LinkPlace, yen: number): Pick<Preview, "calls" | "notice"> {
  if (placed === null) return untold;
  const { calls: next, leaves } = foreseen(link, placed);
  const calls = next.map((next): Preview["calls"][number] => {
    if (next.call === "look") return { ...next, text: texts.look };
    if (next.call === "transactionRegister") return { call: next.call, text: texts.register(yen) };
    return next.transactionId === null
      ? { call: next.call, text: texts.cancelUnsent }
      : { call: next.call, transactionId: next.transactionId, text: texts.cancel(next.transactionId) };
  });
  if (link.follows === "off") return { calls: [], notice: off === null ? null : texts.off };
  if (link.follows === "asked") return { calls: [], notice: texts.asked };
  if (leaves !== null) return { calls, notice: texts.leaves(leaves) };
  return { calls, notice: off === null ? null : calls.length === 0 ? null : texts.later };
}

const texts = {
  register: (yen: number): Text => ({
    ja: `スマレジに取引を登録します(合計${yen.toLocaleString("ja-JP")}円)。`,
    en: `A transaction of ${yen.toLocaleString("en-US")} yen is registered in Smaregi.`,
  }),
  cancel: (transactionId: string): Text => ({
    ja: `スマレジの取引(取引ID ${transactionId})を取り消します。`,
    en: `The transaction ${transactionId} is cancelled in Smaregi.`,
  }),
  look: {
    ja: "いま結果の分からない取引を、スマレジ側で確認します。",
    en: "The transaction whose outcome is unknown is looked for in Smaregi.",
  },
  off: {
    ja: "連携が無効のため、スマレジには何も送りません。",
    en: "The link is switched off: nothing is sent to Smaregi.",
  },
  asked: {
    ja: "連携が無効のため、いまは何も送りません。有効にした後、スマレジに反映するかどうかを確認します。",
    en: "The link is switched off: nothing is sent now. Once it is on, you are asked before Smaregi is told.",
  },
  later: {
    ja: "連携が無効のため、いまは何も送りません。有効になると自動で送ります。",
    en: "The link is switched off: nothing is sent now. It is sent by itself once the link is on.",
  },
  leaves: ({ transactionId, place }: TransactionRow): Text => {
    const [id, contractId] = [transactionId ?? "", place?.contractId ?? ""];
    return {
      ja: `取引ID ${id} は以前の契約ID(${contractId})に登録されているため、取り消しません。その契約のスマレジの管理画面で取り消して「対応済みにする」を選ぶまで、この受注の変更はスマレジに反映されません。`,
      en: `Transaction ${id} is in the contract from before (${contractId}), and is not cancelled. Until you cancel it in the Smaregi admin pages of that contract and mark it as handled, Smaregi is told nothing of this change.`,
    };
  },
  cancelUnsent: {
    ja: "いまスマレジに登録中の取引を、登録が済みしだい取り消します。",
    en: "The transaction that is being registered is cancelled as soon as it stands.",
  },
};

/** The rows that move, with their names: those of the order, and whatever shares their stock in Smaregi. */
async function named(
  db: Db,
  merchantId: string,
  rows: StockRow[],
  movements: Movement[],
): Promise<Preview["stock"]> {
  const ids = movements.map((movement) => movement.variationId);
  const sellables = new Map((await readSellables(db, merchantId, ids)).map((each) => [each.id, each]));
  return movements.flatMap(({ variationId, change, quantity }) => {
    const row = rows.find((each) => each.id === variationId);
    const sellable = sellables.get(variationId);
    if (row === undefined || sellable === undefined) return [];
    const { systemProductNumber, productName, variationName } = sellable;
    const names = { variationId, systemProductNumber, productName, variationName };
    return [{ ...names, before: row.quantity, change, after: quantity, synced: stockRule(row) === "synced" }];
  });
}
