import { createRoute, z } from "@hono/zod-openapi";
import { quickEdit } from "../../catalog/quick-edit.ts";
import type { Context } from "../../context.ts";
import type { Text } from "../../kit/errors.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { done, json, quantity, variationId, yen } from "../schemas.ts";

const noLink: Text = {
  ja: "かんたん商品一括変更ではスマレジ商品IDを設定できません。",
  en: "Quick bulk edit can't set a Smaregi product ID.",
};

const edit = z.strictObject({
  variationId,
  quantity: quantity.nullable().optional(),
  price: yen.optional(),
  published: z.boolean().optional(),
  // U5: named, so that whoever tries is told why.
  smaregiProductId: z
    .unknown()
    .superRefine((value, check) => {
      if (value !== undefined) check.addIssue({ code: "custom", params: { text: noLink } });
    })
    .optional(),
});

/** かんたん商品一括変更. */
export function quickEditRoutes(ctx: Context) {
  const door = openDoor();
  const none = done(204, "Changed");

  door.openapi(
    createRoute({
      method: "post",
      path: "/products/quick-edit",
      security,
      request: { body: json(z.object({ items: z.array(edit).min(1).max(500) })) },
      responses: none,
    }),
    async (c) => {
      await quickEdit(ctx, { ...callerOf(c), items: c.req.valid("json").items });
      return c.body(null, 204);
    },
  );
  return door;
}
