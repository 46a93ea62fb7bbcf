import { createRoute, z } from "@hono/zod-openapi";
import { previewRetention, readRetention, saveRetention } from "../../buyers/retention/save-retention.ts";
import type { Context } from "../../context.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { answers, json } from "../schemas.ts";

const days = z.int().min(30).max(3660);
export const buyerRetention = z
  .strictObject({
    days: days.nullable().openapi({
      description:
        "So many days after a finished order was last changed its buyer's name, address, phone and mail address are erased; null: by hand only",
    }),
  })
  .openapi("BuyerRetention");
export const retentionPreview = z.object({ orders: z.int(), plans: z.int() }).openapi("RetentionPreview");

/** 個人情報の保存期間: how long buyers' data is kept, for owners. */
export function buyerRetentionRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "get",
      path: "/buyer-retention",
      security,
      responses: answers(200, buyerRetention, "個人情報の保存期間"),
    }),
    async (c) => c.json(await readRetention(ctx, callerOf(c).merchantId), 200),
  );
  door.openapi(
    createRoute({
      method: "post",
      path: "/buyer-retention/preview",
      security,
      request: { body: json(z.strictObject({ days })) },
      responses: answers(200, retentionPreview, "How many orders and plans would lose their buyer at once"),
    }),
    async (c) => {
      const asked = { merchantId: callerOf(c).merchantId, ...c.req.valid("json") };
      return c.json(await previewRetention(ctx, asked), 200);
    },
  );
  door.openapi(
    createRoute({
      method: "put",
      path: "/buyer-retention",
      security,
      request: { body: json(buyerRetention) },
      responses: answers(200, buyerRetention, "Saved; erasing begins at once"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      await saveRetention(ctx, { merchantId, by: byOf(c), ...c.req.valid("json") });
      return c.json(await readRetention(ctx, merchantId), 200);
    },
  );
  return door;
}
