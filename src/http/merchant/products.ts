import { createRoute, z } from "@hono/zod-openapi";
import { deleteProduct } from "../../catalog/delete-product.ts";
import {
  listProducts,
  productHistory,
  readProduct,
  variationMovements,
} from "../../catalog/reading/read-products.ts";
import { changeProduct, registerProduct } from "../../catalog/save-product.ts";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { byOf, callerOf, idOf, openDoor, security } from "../door.ts";
import {
  answers,
  done,
  json,
  list,
  listQuery,
  searched,
  shownQuestions,
  taxRate,
  time,
  timeOrNull,
} from "../schemas.ts";
import { told, toldActor } from "../told.ts";
import { changeInput, pattern, registerInput } from "./product-input.ts";

export const variation = z
  .object({
    id: z.string(),
    systemProductNumber: z.string(),
    name: z.string(),
    productCode: z.string().nullable(),
    janCode: z.string().nullable(),
    price: z.int().nullable(),
    taxRate: taxRate.nullable(),
    stockManaged: z.boolean(),
    quantity: z.int().nullable(),
    smaregiProductId: z.string().nullable(),
    synced: z.boolean(),
    sync: z.object({
      state: z.enum(["off", "waiting", "synced", "failed"]),
      at: timeOrNull,
      error: z.string().optional(),
      unmanagedThere: z.boolean().optional().openapi({
        description: "Smaregi does not manage the product's stock, so it tells of no change of it",
      }),
    }),
  })
  .openapi("Variation");

export const product = z
  .object({
    id: z.string(),
    productCode: z.string().nullable(),
    name: z.string(),
    price: z.int(),
    taxRate,
    published: z.boolean(),
    variationPattern: pattern,
    questions: shownQuestions,
    variations: z.array(variation),
  })
  .openapi("Product");

export const historyEntry = z.object({
  at: time,
  actor: z.string(),
  event: z.string(),
  variationId: z.string().nullable(),
  variationName: z.string().nullable(),
  quantity: z.int().nullable(),
});

export const movement = z.object({
  at: time,
  cause: z.string(),
  change: z.int(),
  quantity: z.int().nullable(),
  reading: z.int().optional(),
  pending: z.int().optional(),
  orderNumber: z.string().optional(),
  notificationId: z.string().optional(),
  actor: z.string(),
});

const thing = { ja: "商品", en: "product" };
const params = z.object({ id: z.string() });

function shown(c: Request, { variations, ...rest }: Awaited<ReturnType<typeof readProduct>>) {
  const shownOnes = variations.map(({ sync: { error, ...sync }, ...each }) => {
    return { ...each, sync: { ...sync, ...(error === undefined ? {} : { error: told(c, error).plain }) } };
  });
  return { ...rest, variations: shownOnes };
}

/** Products, their history, and the reasons for a quantity. */
export function productRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "post",
      path: "/products",
      security,
      request: { body: json(registerInput) },
      responses: answers(201, product, "Registered"),
    }),
    async (c) => {
      const caller = callerOf(c);
      const id = await registerProduct(ctx, { ...caller, product: c.req.valid("json") });
      return c.json(shown(c, await readProduct(ctx, { ...caller, id })), 201);
    },
  );

  const query = listQuery.extend({
    q: searched.openapi({ description: "Part of a name or code, or a system product number" }),
    state: z.enum(["linked", "unlinked", "failed", "waiting", "soldOut"]).optional(),
    published: z.stringbool().optional(),
  });
  door.openapi(
    createRoute({
      method: "get",
      path: "/products",
      security,
      request: { query },
      responses: answers(200, list(product), "Newest first"),
    }),
    async (c) => {
      const { cursor, limit, ...search } = c.req.valid("query");
      const found = await listProducts(ctx, { ...callerOf(c), cursor, limit, search });
      return c.json({ ...found, items: found.items.map((each) => shown(c, each)) }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/products/{id}",
      security,
      request: { params },
      responses: answers(200, product, "The product"),
    }),
    async (c) => c.json(shown(c, await readProduct(ctx, { ...callerOf(c), id: idOf(c, thing) })), 200),
  );

  door.openapi(
    createRoute({
      method: "patch",
      path: "/products/{id}",
      security,
      request: { params, body: json(changeInput) },
      responses: answers(200, product, "Changed"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      await changeProduct(ctx, { ...at, product: c.req.valid("json") });
      return c.json(shown(c, await readProduct(ctx, at)), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "delete",
      path: "/products/{id}",
      security,
      request: { params },
      responses: done(204, "Deleted"),
    }),
    async (c) => {
      await deleteProduct(ctx, { ...callerOf(c), by: byOf(c), id: idOf(c, thing) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/products/{id}/history",
      security,
      request: { params, query: listQuery },
      responses: answers(200, list(historyEntry), "操作履歴, newest first"),
    }),
    async (c) => {
      const input = { ...callerOf(c), ...c.req.valid("query"), id: idOf(c, thing) };
      const found = await productHistory(ctx, input);
      const items = found.items.map((entry) => ({ ...entry, actor: toldActor(c, entry.actor) }));
      return c.json({ ...found, items }, 200);
    },
  );

  const movementQuery = listQuery.extend({ at: z.iso.datetime({ offset: true }).optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/variations/{id}/movements",
      security,
      request: { params, query: movementQuery },
      responses: answers(200, list(movement), "なぜこの数？, newest first"),
    }),
    async (c) => {
      const { at, ...page } = c.req.valid("query");
      const id = idOf(c, { ja: "バリエーション", en: "variation" });
      const until = at === undefined ? undefined : new Date(at);
      const found = await variationMovements(ctx, { ...callerOf(c), ...page, id, at: until });
      const items = found.items.map(
        ({ reading, pending, orderNumber, notificationId, actor, id: _, ...entry }) => ({
          ...entry,
          actor: toldActor(c, actor),
          ...(reading === null ? {} : { reading }),
          ...(pending === null ? {} : { pending }),
          ...(orderNumber === null ? {} : { orderNumber }),
          ...(notificationId === null ? {} : { notificationId }),
        }),
      );
      return c.json({ ...found, items }, 200);
    },
  );
  return door;
}
