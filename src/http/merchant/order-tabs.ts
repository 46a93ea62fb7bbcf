import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { readBeside } from "../../orders/read-orders.ts";
import { forgetSearch, keepSearch } from "../../orders/search/keep-search.ts";
import { readTabs } from "../../orders/search/read-tabs.ts";
import { searchOf } from "../../orders/search/rules.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { answers, done, json, text } from "../schemas.ts";
import { orderSearch } from "./order-search.ts";

const count = z.int().openapi({ description: "Counted up to 1,000" });
const saved = z.object({ id: z.string(), name: z.string(), search: z.record(z.string(), z.unknown()) });

export const orderTabs = z
  .object({
    all: count,
    unpaid: count,
    unshipped: count,
    behind: count,
    saved: z.array(saved.extend({ count })),
  })
  .openapi("OrderTabs");

const one = z.object({ id: z.string(), number: z.string() }).nullable();
export const beside = z.object({ newer: one, older: one });

const params = z.object({ id: z.string() });

/** The tabs of the order list with their counts, the shop's stored searches, and the orders before and after one. */
export function orderTabsRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "get",
      path: "/order-tabs",
      security,
      responses: answers(200, orderTabs, "How many orders wait for what"),
    }),
    async (c) => c.json((await readTabs(ctx, callerOf(c).merchantId)) as z.input<typeof orderTabs>, 200),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/order-searches",
      security,
      request: { body: json(z.object({ name: text(30), search: orderSearch })) },
      responses: answers(201, saved, "Kept; one of the same name became this one"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const kept = await keepSearch(ctx, { merchantId, ...c.req.valid("json") });
      return c.json(kept as z.input<typeof saved>, 201);
    },
  );

  door.openapi(
    createRoute({
      method: "delete",
      path: "/order-searches/{id}",
      security,
      request: { params },
      responses: done(204, "Forgotten"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      await forgetSearch(ctx, { merchantId, id: idOf(c, { ja: "検索条件", en: "search" }) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/orders/{id}/beside",
      security,
      request: { params, query: orderSearch },
      responses: answers(200, beside, "The orders before and after it in the list of this search"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const id = idOf(c, { ja: "受注", en: "order" });
      return c.json(await readBeside(ctx, { merchantId, id, search: searchOf(c.req.valid("query")) }), 200);
    },
  );
  return door;
}
