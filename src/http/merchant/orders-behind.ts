import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { disposeOrder, handleOrder } from "../../order-link/press-order.ts";
import { previewSend } from "../../order-link/preview-send.ts";
import { sendOrdersAgain } from "../../order-link/repair.ts";
import { listOrders } from "../../orders/read-orders.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { answers, done, json, list, listQuery, quantities, uuid } from "../schemas.ts";
import { order, toldOrder } from "./orders.ts";

/** Orders that are behind, and the press that sends them (P6). */
export function ordersBehindRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "get",
      path: "/orders/behind",
      security,
      request: { query: listQuery },
      responses: answers(200, list(order), "Not in Smaregi as they stand, newest first"),
    }),
    async (c) => {
      const search = { behind: true };
      const found = await listOrders(ctx, { ...callerOf(c), ...c.req.valid("query"), search });
      return c.json({ ...found, items: found.items.map((each) => toldOrder(c, each)) }, 200);
    },
  );

  const body = json(z.object({ orderIds: z.union([z.literal("behind"), z.array(uuid).min(1).max(1_000)]) }));
  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/send",
      security,
      request: { body },
      responses: answers(202, z.object({ sent: z.int() }), "So many are under way"),
    }),
    async (c) => c.json(await sendOrdersAgain(ctx, { ...callerOf(c), ...c.req.valid("json") }), 202),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/send/preview",
      security,
      request: { body },
      responses: answers(200, z.object({ orders: z.int(), quantities }), "What sending them would do here"),
    }),
    async (c) => c.json(await previewSend(ctx, { ...callerOf(c), ...c.req.valid("json") }), 200),
  );

  const params = z.object({ id: z.string() });
  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/dispose",
      security,
      request: { params },
      responses: done(202, "Under way: a minus transaction of today takes the refused one back"),
    }),
    async (c) => {
      await disposeOrder(ctx, { ...callerOf(c), id: c.req.valid("param").id });
      return c.body(null, 202);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/handled",
      security,
      request: { params },
      responses: done(204, "Put right by hand"),
    }),
    async (c) => {
      await handleOrder(ctx, { ...callerOf(c), id: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );
  return door;
}
