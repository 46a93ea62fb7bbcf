import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { changeStatus, editOrder } from "../../orders/edit-order.ts";
import { placeOrder } from "../../orders/place-order.ts";
import { listOrders, orderLog, readOrder } from "../../orders/read-orders.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { customer, lines, money, newMoney, withMoney } from "./order-input.ts";
import { answers, json, list, listQuery, searched, taxRate, text, time } from "../schemas.ts";

const kind = z.enum(["normal", "preorder", "proxy", "subscription", "membershipFee"]);
const linkState = z.enum(["off", "sending", "registered", "cancelled", "failed"]);
const status = z.enum(["new", "paid", "preparing", "shipped", "cancelled"]);

const releaseOn = z.iso.date().nullable();

const orderInput = z.object({
  kind,
  lines,
  ...newMoney,
  customer: customer.optional(),
  releaseOn: releaseOn.optional(),
  enteredBy: text(100).optional(),
});
const editInput = z.object({ lines, ...money, customer, releaseOn }).partial();

export const order = z
  .object({
    id: z.string(),
    number: z.string(),
    kind,
    status,
    lines: z.array(
      z.object({
        variationId: z.string(),
        systemProductNumber: z.string(),
        productName: z.string(),
        variationName: z.string(),
        quantity: z.int(),
        unitPrice: z.int(),
        taxRate,
        answers: z.array(z.string()).optional(),
        questions: z.array(z.string()).optional(),
      }),
    ),
    ...money,
    customer: z.record(z.string(), z.unknown()).nullable(),
    placedBy: z.string(),
    enteredBy: z.string().optional(),
    releaseOn: z.string().optional(),
    subtotal: z.int(),
    total: z.int(),
    link: z.object({
      state: linkState,
      transactionId: z.string().optional(),
    }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi("Order");

const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** The begin of a day of Japan's calendar, `after` days later; a moment is itself. */
function beginOf(given: string, after: number): Date {
  if (given.length > 10) return new Date(given);
  return new Date(Date.parse(`${given}T00:00:00+09:00`) + after * 86_400_000);
}

export const orderLogEntry = z.object({
  at: time,
  event: z.string(),
  message: z.string(),
  transactionId: z.string().optional(),
  actor: z.string(),
});

/** What an order, an edit or a cancellation would do; nothing is done yet. */
export const orderPreview = z
  .object({
    subtotal: z.int(),
    total: z.int(),
    stock: z.array(
      z.object({
        variationId: z.string(),
        systemProductNumber: z.string(),
        productName: z.string(),
        variationName: z.string(),
        before: z.int().nullable(),
        change: z.int(),
        after: z.int().nullable(),
        synced: z.boolean(),
      }),
    ),
    calls: z.array(
      z.object({
        call: z.enum(["transactionCancel", "transactionRegister"]),
        transactionId: z.string().optional(),
        text: z.string(),
      }),
    ),
  })
  .openapi("OrderPreview");

const thing = { ja: "受注", en: "order" };
const params = z.object({ id: z.string() });

/** Orders: placed, edited, cancelled; and their log. */
export function orderRoutes(ctx: Context) {
  const door = openDoor();
  type Order = z.input<typeof order>;
  const shown = async (at: { merchantId: string; id: string }) => (await readOrder(ctx, at)) as Order;

  const headers = z.object({ "idempotency-key": z.string().min(1).max(255).optional() });
  door.openapi(
    createRoute({
      method: "post",
      path: "/orders",
      security,
      request: { headers, body: json(orderInput) },
      responses: answers(201, order, "Placed"),
    }),
    async (c) => {
      const caller = callerOf(c);
      const { rest, money: amounts } = withMoney(c.req.valid("json"));
      const { kind: orderKind, lines: given, customer: buyer, releaseOn: date, enteredBy } = rest;
      const about = { kind: orderKind, lines: given, customer: buyer, money: amounts };
      const input = { ...about, releaseOn: date, enteredBy };
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      const id = await placeOrder(ctx, { ...caller, idempotencyKey, order: input });
      return c.json(await shown({ ...caller, id }), 201);
    },
  );

  const query = listQuery.extend({
    q: searched,
    number: z.string().max(30).optional(),
    status: status.optional(),
    kind: kind.optional(),
    link: linkState.optional(),
    from: day.optional().openapi({ description: "From this day (Japan's) or moment on" }),
    to: day.optional().openapi({ description: "Up to and with this day, or before this moment" }),
  });
  door.openapi(
    createRoute({
      method: "get",
      path: "/orders",
      security,
      request: { query },
      responses: answers(200, list(order), "Newest first"),
    }),
    async (c) => {
      const { cursor, limit, from, to, ...search } = c.req.valid("query");
      const until = to === undefined ? undefined : beginOf(to, 1);
      const asked = { ...search, from: from === undefined ? undefined : beginOf(from, 0), until };
      const found = await listOrders(ctx, { ...callerOf(c), cursor, limit, search: asked });
      return c.json({ ...found, items: found.items as Order[] }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/orders/{id}",
      security,
      request: { params },
      responses: answers(200, order, "The order"),
    }),
    async (c) => c.json(await shown({ ...callerOf(c), id: idOf(c, thing) }), 200),
  );

  door.openapi(
    createRoute({
      method: "patch",
      path: "/orders/{id}",
      security,
      request: { params, body: json(editInput) },
      responses: answers(200, order, "Edited"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      const { rest, money: changed } = withMoney(c.req.valid("json"));
      const { lines: given, customer: buyer, releaseOn: date } = rest;
      await editOrder(ctx, { ...at, lines: given, money: changed, customer: buyer, releaseOn: date });
      return c.json(await shown(at), 200);
    },
  );

  const statusBody = json(z.object({ status }));
  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/status",
      security,
      request: { params, body: statusBody },
      responses: answers(200, order, "Changed"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      await changeStatus(ctx, { ...at, status: c.req.valid("json").status });
      return c.json(await shown(at), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/orders/{id}/log",
      security,
      request: { params, query: listQuery },
      responses: answers(200, list(orderLogEntry), "受注明細のログ, oldest first"),
    }),
    async (c) => {
      const found = await orderLog(ctx, { ...callerOf(c), ...c.req.valid("query"), id: idOf(c, thing) });
      const items = found.items.map(({ id: _, transactionId, ...entry }) => ({
        ...entry,
        ...(transactionId === null ? {} : { transactionId }),
      }));
      return c.json({ ...found, items }, 200);
    },
  );
  return door;
}
