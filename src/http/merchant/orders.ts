import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { changeStatus, editOrder } from "../../orders/edit-order.ts";
import { placeOrder } from "../../orders/place-order.ts";
import { listOrders, orderLog, readOrder } from "../../orders/read-orders.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { answers, json, list, listQuery, storableObject, text, time, variationId, yen } from "../schemas.ts";

const kind = z.enum(["normal", "preorder", "proxy", "subscription", "membershipFee"]);
const status = z.enum(["new", "paid", "preparing", "shipped", "cancelled"]);

const line = z.object({
  variationId,
  quantity: z.int().min(1).max(999_999),
  unitPrice: yen.optional(),
  answers: z.array(text(100, 0)).max(20).optional(),
});
// A Smaregi transaction holds 999 lines at the most.
const lines = z.array(line).min(1).max(999);

const money = {
  shippingFee: yen.nullable(),
  paymentFee: yen,
  coolFee: yen,
  wrappingFee: yen,
  discount: yen,
  couponDiscount: yen,
  pointsUsed: yen,
  adjustment: z.int().min(-99_999_999).max(99_999_999),
};

const orderInput = z.object({
  kind,
  lines,
  shippingFee: money.shippingFee.default(null),
  paymentFee: money.paymentFee.default(0),
  coolFee: money.coolFee.default(0),
  wrappingFee: money.wrappingFee.default(0),
  discount: money.discount.default(0),
  couponDiscount: money.couponDiscount.default(0),
  pointsUsed: money.pointsUsed.default(0),
  adjustment: money.adjustment.default(0),
  customer: storableObject.optional(),
});
const editInput = z.object({ lines, ...money }).partial();

const order = z
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
        taxRate: z.union([z.literal(8), z.literal(10)]),
        answers: z.array(z.string()).optional(),
      }),
    ),
    ...money,
    customer: z.record(z.string(), z.unknown()).nullable(),
    subtotal: z.int(),
    total: z.int(),
    link: z.object({
      state: z.enum(["off", "sending", "registered", "cancelled", "failed"]),
      transactionId: z.string().optional(),
    }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi("Order");

const logEntry = z.object({
  at: time,
  event: z.string(),
  message: z.string(),
  transactionId: z.string().optional(),
  actor: z.string(),
});

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
      const { kind: orderKind, lines: given, customer, ...amounts } = c.req.valid("json");
      const input = { kind: orderKind, lines: given, customer, money: amounts };
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      const id = await placeOrder(ctx, { ...caller, idempotencyKey, order: input });
      return c.json(await shown({ ...caller, id }), 201);
    },
  );

  const query = listQuery.extend({ number: z.string().max(30).optional(), status: status.optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/orders",
      security,
      request: { query },
      responses: answers(200, list(order), "Newest first"),
    }),
    async (c) => {
      const found = await listOrders(ctx, { ...callerOf(c), ...c.req.valid("query") });
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
      const { lines: given, ...amounts } = c.req.valid("json");
      const changed = Object.fromEntries(Object.entries(amounts).filter(([, value]) => value !== undefined));
      await editOrder(ctx, { ...at, lines: given, money: changed });
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
      responses: answers(200, list(logEntry), "受注明細のログ, oldest first"),
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
