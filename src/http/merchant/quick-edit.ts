import { createRoute } from "@hono/zod-openapi";
import { quickEdit } from "../../catalog/quick-edit.ts";
import type { Context } from "../../context.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { done, json } from "../schemas.ts";
import { quickEditInput } from "./product-input.ts";

/** かんたん商品一括変更. */
export function quickEditRoutes(ctx: Context) {
  const door = openDoor();
  const none = done(204, "Changed");

  door.openapi(
    createRoute({
      method: "post",
      path: "/products/quick-edit",
      security,
      request: { body: json(quickEditInput) },
      responses: none,
    }),
    async (c) => {
      await quickEdit(ctx, { ...callerOf(c), items: c.req.valid("json").items });
      return c.body(null, 204);
    },
  );
  return door;
}
