import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { readOrder } from "../../orders/read-orders.ts";
import { commentOnOrder } from "../../orders/work/comment-on-order.ts";
import { workOnOrder } from "../../orders/work/work-on-order.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { answers, done, json } from "../schemas.ts";
import { commentInput, workInput } from "./order-work-input.ts";
import { order, toldOrder } from "./orders.ts";

const thing = { ja: "受注", en: "order" };
const params = z.object({ id: z.string() });

/** What the shop's people note about an order while they work on it. None of it goes to Smaregi. */
export function orderWorkRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "patch",
      path: "/orders/{id}/work",
      security,
      request: { params, body: json(workInput) },
      responses: answers(200, order, "Changed"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      const { seen, ...change } = c.req.valid("json");
      await workOnOrder(ctx, { ...at, change, seen });
      return c.json(toldOrder(c, await readOrder(ctx, at)), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/comments",
      security,
      request: { params, body: json(commentInput) },
      responses: done(204, "It stands in the order's log"),
    }),
    async (c) => {
      await commentOnOrder(ctx, { ...callerOf(c), id: idOf(c, thing), ...c.req.valid("json") });
      return c.body(null, 204);
    },
  );
  return door;
}
