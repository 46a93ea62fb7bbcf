import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { readShopSettings, saveShopSettings } from "../../merchants/shop-settings.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { answers, json } from "../schemas.ts";

const pieces = z.int().min(1).max(999_999);

export const shopSettings = z
  .strictObject({
    piecesPerLine: pieces.openapi({ description: "That a buyer may order of a line at once" }),
    piecesPerOrder: pieces.openapi({ description: "That a buyer may order at once" }),
  })
  .openapi("ShopSettings");

/** ショップ設定: what the merchant lets buyers do. */
export function shopSettingsRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "get",
      path: "/shop-settings",
      security,
      responses: answers(200, shopSettings, "ショップ設定"),
    }),
    async (c) => c.json(await readShopSettings(ctx, callerOf(c).merchantId), 200),
  );
  door.openapi(
    createRoute({
      method: "put",
      path: "/shop-settings",
      security,
      request: { body: json(shopSettings) },
      responses: answers(200, shopSettings, "Saved"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      await saveShopSettings(ctx, { merchantId, by, settings: c.req.valid("json") });
      return c.json(await readShopSettings(ctx, merchantId), 200);
    },
  );
  return door;
}
