import type { Context as Request } from "hono";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { changeStatus, editOrder } from "../../orders/edit-order.ts";
import { placeOrder } from "../../orders/place-order.ts";
import { listOrders, orderLog, readOrder } from "../../orders/read-orders.ts";
import { searchOf } from "../../orders/search/rules.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import {
  editInput,
  editOf,
  kind,
  linkState,
  money,
  orderInput,
  orderOf,
  status,
  statusBody,
} from "./order-input.ts";
import { orderSearch } from "./order-search.ts";
import { work } from "./order-work-input.ts";
import { answers, fact, json, list, listQuery, taxRate, time } from "../schemas.ts";
import { told, toldActor, toldPlainly } from "../told.ts";

const linkWhys = [
  "changedWhileOff",
  "cancelledAtTill",
  "transactionGone",
  "takenWhileOff",
  "handledByHand",
  "registerFailed",
  "cancelFailed",
  "cancelRefused",
  "otherContract",
] as const;

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
    work: work.openapi({ description: "What the shop notes of it; nothing of it goes to Smaregi" }),
    subtotal: z.int(),
    total: z.int(),
    link: z.object({
      state: linkState,
      why: z
        .enum(linkWhys)
        .optional()
        .openapi({ description: "Why the order is not in Smaregi as it stands" }),
      next: z
        .array(z.enum(["look", "transactionRegister", "transactionCancel"]))
        .openapi({ description: "The calls that are to come, of one order" }),
      transactionId: z.string().optional(),
      goesOn: z
        .boolean()
        .optional()
        .openapi({ description: "Of one failed order: asked about or sent again by itself" }),
    }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi("Order");

export const orderLogEntry = z.object({
  at: time,
  event: z.string(),
  message: z.string(),
  fact,
  plain: z.string().openapi({ description: "The same in plain words" }),
  answer: z.string().optional().openapi({ description: "What Smaregi answered, as it came" }),
  transactionId: z.string().optional(),
  actor: z.string(),
});

const thing = { ja: "受注", en: "order" };
const params = z.object({ id: z.string() });

/** An order as the API shows it, in the reader's language. */
export const toldOrder = (c: Request, found: Awaited<ReturnType<typeof readOrder>>) =>
  ({
    ...found,
    placedBy: toldActor(c, found.placedBy),
    ...(found.enteredBy === undefined ? {} : { enteredBy: toldActor(c, found.enteredBy) }),
  }) as z.input<typeof order>;

/** Orders: placing, editing, cancelling; and their log. */
export function orderRoutes(ctx: Context) {
  const door = openDoor();
  const shown = async (c: Request, at: { merchantId: string; id: string }) =>
    toldOrder(c, await readOrder(ctx, at));

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
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      const placed = await placeOrder(ctx, {
        ...caller,
        idempotencyKey,
        order: orderOf(c.req.valid("json")),
      });
      return c.json(toldOrder(c, placed), 201);
    },
  );

  const query = listQuery.extend(orderSearch.shape);
  door.openapi(
    createRoute({
      method: "get",
      path: "/orders",
      security,
      request: { query },
      responses: answers(200, list(order), "Newest first"),
    }),
    async (c) => {
      const { cursor, limit, ...asked } = c.req.valid("query");
      const found = await listOrders(ctx, { ...callerOf(c), cursor, limit, search: searchOf(asked) });
      return c.json({ ...found, items: found.items.map((each) => toldOrder(c, each)) }, 200);
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
    async (c) => c.json(await shown(c, { ...callerOf(c), id: idOf(c, thing) }), 200),
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
      await editOrder(ctx, { ...at, ...editOf(c.req.valid("json")) });
      return c.json(await shown(c, at), 200);
    },
  );

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
      return c.json(await shown(c, at), 200);
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
      const items = found.items.map(({ id: _, transactionId, actor, fact: what, ...entry }) => {
        const { text: message, fact: own } = told(c, what);
        return {
          ...entry,
          actor: toldActor(c, actor),
          message,
          fact: own,
          ...toldPlainly(c, what),
          ...(transactionId === null ? {} : { transactionId }),
        };
      });
      return c.json({ ...found, items }, 200);
    },
  );
  return door;
}
