import { createRoute, z } from "@hono/zod-openapi";
import { eraseBuyer } from "../../buyers/erase-buyer.ts";
import { exportBuyer } from "../../buyers/export-buyer.ts";
import type { Context } from "../../context.ts";
import { byOf, callerOf, idOf, openDoor, security } from "../door.ts";
import { answers, time } from "../schemas.ts";

const customer = z.record(z.string(), z.unknown()).nullable();
const kept = z
  .object({
    orders: z.array(
      z.object({
        number: z.string(),
        status: z.string(),
        createdAt: time,
        customer,
        lines: z.array(
          z.object({
            productName: z.string(),
            variationName: z.string(),
            quantity: z.int(),
            unitPrice: z.int(),
            answers: z.array(z.string()),
          }),
        ),
      }),
    ),
    plans: z.array(z.object({ kind: z.string(), state: z.string(), createdAt: time, customer })),
  })
  .openapi("BuyerData");
const erased = z.object({ orders: z.int(), plans: z.int() }).openapi("BuyerErased");

const thing = { ja: "受注", en: "order" };
const params = z.object({ id: z.string() });

/** The data that is kept of an order's buyer, for owners: export and erasure. */
export function buyerRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "get",
      path: "/orders/{id}/buyer",
      security,
      request: { params },
      responses: answers(200, kept, "All that is kept of the order's buyer, by mail address or phone"),
    }),
    async (c) => {
      const asked = { merchantId: callerOf(c).merchantId, orderId: idOf(c, thing), by: byOf(c) };
      c.header("content-disposition", 'attachment; filename="buyer.json"');
      return c.json(await exportBuyer(ctx, asked), 200);
    },
  );
  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/buyer/erase",
      security,
      request: { params },
      responses: answers(200, erased, "Erased from so many orders and plans; these stay"),
    }),
    async (c) => {
      const asked = { merchantId: callerOf(c).merchantId, orderId: idOf(c, thing), by: byOf(c) };
      return c.json(await eraseBuyer(ctx, asked), 200);
    },
  );
  return door;
}
