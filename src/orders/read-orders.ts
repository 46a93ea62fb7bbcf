import type { Context } from "../context.ts";
import { asOfOneMoment, type Db } from "../kit/database.ts";
import { notFound } from "../kit/errors.ts";
import { newestFirst, pageOf, readCursor } from "../kit/pages.ts";
import { nextCalls, type NextCall } from "../transactions/shown.ts";
import { readLinks } from "../transactions/store.ts";
import type { OrderLink } from "../transactions/rules.ts";
import { linkPlace, type LinkPlace } from "../place/store.ts";
import { subtotalOf, totalOf } from "./rules.ts";
import { pick, type Axes, type Work, type WorkField } from "./work/rules.ts";
import type { OrderSearch } from "./search/rules.ts";
import { readNeighbours, readOrders } from "./search/store.ts";
import { readLines, readLog, type LineRow, type OrderRow } from "./store.ts";

type PageInput = { cursor?: string | undefined; limit: number };

/** Reads one order as of one moment, with the calls that its link still has to make. Throws 404 if the merchant has no such order. */
export async function readOrder(ctx: Context, input: { merchantId: string; id: string }) {
  const { merchantId, id } = input;
  return await asOfOneMoment(ctx.db, async (db) => {
    const [order] = await readOrders(db, merchantId, { before: null, limit: 1, id });
    if (order === undefined) throw notFound({ ja: "受注", en: "order" });
    const lines = await readLines(db, merchantId, [id]);
    if (!order.restless) return shownWhole(order, lines, null);
    const link = (await readLinks(db, merchantId, [id])).get(id);
    const { placed } = await linkPlace(db, merchantId);
    return shownWhole(order, lines, link === undefined ? null : { link, placed });
  });
}

/** One order as it is shown, with the calls that its link still has to make. Only a restless order has any. */
export function shownWhole(
  row: Shown,
  lines: ShownLine[],
  at: { link: OrderLink; placed: LinkPlace["placed"] } | null,
): ShownOrder {
  const order = shownOrder(row, lines);
  const goesOn = order.link.state === "failed" ? { goesOn: row.restless } : {};
  const placed = row.restless ? (at?.placed ?? null) : null;
  const next = at === null || placed === null ? [] : nextCalls(at.link, placed).map(({ call }) => call);
  return { ...order, link: { ...order.link, next, ...goesOn } };
}

export type ShownOrder = ReturnType<typeof shownOrder> & { link: { goesOn?: boolean } };

/** The merchant's orders that `search` asks for, newest first. */
export async function listOrders(
  ctx: Context,
  input: PageInput & { merchantId: string; search?: OrderSearch | undefined },
) {
  const { merchantId, limit, search } = input;
  const before = readCursor(input.cursor, "bigint");
  const at = { before, limit: limit + 1, ...search };
  return await asOfOneMoment(ctx.db, async (db) => {
    const rows =
      search?.q === undefined
        ? await readOrders(db, merchantId, at)
        : await newestFirst(at.limit, (among) => readOrders(db, merchantId, { ...at, among }));
    const page = pageOf(rows, limit, (row) => row.serial);
    return { ...page, items: await withLines(db, merchantId, page.items) };
  });
}

/**
 * The orders before and after one in the list of a search (W2); null at an end of the list. Throws 404 if the merchant has no such
 * order.
 */
export async function readBeside(
  ctx: Context,
  input: { merchantId: string; id: string; search: OrderSearch },
): ReturnType<typeof readNeighbours> {
  const { merchantId, id, search } = input;
  const [order] = await readOrders(ctx.db, merchantId, { before: null, limit: 1, id });
  if (order === undefined) throw notFound({ ja: "受注", en: "order" });
  return await readNeighbours(ctx.db, merchantId, order.serial, search);
}

/** 受注明細のログ, oldest first (O5). */
export async function orderLog(ctx: Context, input: PageInput & { merchantId: string; id: string }) {
  const { merchantId, id, limit } = input;
  await readOrder(ctx, input);
  const rows = await readLog(ctx.db, merchantId, id, {
    after: readCursor(input.cursor, "bigint"),
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => row.id);
}

async function withLines(db: Db, merchantId: string, orders: OrderRow[]) {
  const ids = orders.map((order) => order.id);
  const lines = await readLines(db, merchantId, ids);
  return orders.map((order) =>
    shownOrder(
      order,
      lines.filter((line) => line.orderId === order.id),
    ),
  );
}

/** The working data as the API shows it: blank fields are left out, except the two axes. */
function shownWork(order: Shown) {
  const { payment, shipping, ...rest } = pick(order);
  const noted = Object.entries(rest).filter(([, value]) => value !== null && value !== "");
  return { payment, shipping, ...(Object.fromEntries(noted) as Noted) };
}
type Noted = { [Field in Exclude<WorkField, keyof Axes>]?: NonNullable<Work[Field]> };

type Shown = Omit<OrderRow, "merchantId" | "customer"> & { customer: object | null };
type ShownLine = Omit<LineRow, "merchantId" | "orderId">;

/** An order as lists show it, without the calls that are still to be made. */
function shownOrder(order: Shown, own: ShownLine[]) {
  return {
    id: order.id,
    number: order.number,
    kind: order.kind,
    status: order.status,
    lines: own.map((line) => ({
      variationId: line.variationId,
      systemProductNumber: line.systemProductNumber,
      productName: line.productName,
      variationName: line.variationName,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      taxRate: line.taxRate,
      ...(line.answers === null ? {} : { answers: line.answers, questions: line.questions ?? [] }),
    })),
    ...order.money,
    customer: order.customer,
    placedBy: order.placedBy,
    ...(order.enteredBy === null ? {} : { enteredBy: order.enteredBy }),
    ...(order.releaseOn === null ? {} : { releaseOn: order.releaseOn }),
    work: shownWork(order),
    subtotal: subtotalOf(own),
    total: totalOf(own, order.money),
    link: {
      state: order.linkState,
      ...(order.linkWhy === null ? {} : { why: order.linkWhy }),
      next: [] as NextCall["call"][],
      ...(order.transactionId === null ? {} : { transactionId: order.transactionId }),
    },
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}
