import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import {
  listSmaregiProducts,
  readMirrorState,
  type MirrorState,
} from "../../smaregi-catalog/list-products.ts";
import { takeProducts, takeSkips } from "../../link-assistant/take/take-products.ts";
import { refreshCatalog } from "../../smaregi-catalog/refresh-catalog.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { answers, factOrNull, json, list, listQuery, searched, time, timeOrNull } from "../schemas.ts";
import { told } from "../told.ts";
import { smaregiProductId } from "./product-input.ts";

const rate = z
  .union([z.literal(0), z.literal(8), z.literal(10)])
  .nullable()
  .openapi({
    description: "As it is sold at the till, its 部門 looked at; 0: 非課税; null: nobody can tell",
  });

export const smaregiProduct = z
  .object({
    smaregiProductId: z.string(),
    productCode: z.string().nullable(),
    groupCode: z.string().nullable(),
    name: z.string(),
    size: z.string().nullable(),
    color: z.string().nullable(),
    price: z
      .int()
      .nullable()
      .openapi({ description: "With tax; null: オープン価格, or its rate is not known" }),
    taxRate: rate,
    stockManaged: z.boolean(),
    quantity: z.int().optional().openapi({ description: "As it was last read for the connection's store" }),
    quantityAt: time.optional(),
    notSellable: z.array(z.enum(["notForSale", "ticket", "option", "notInStore"])),
    takesOtherStock: z.boolean().nullable().openapi({ description: "在庫引当; null: not known" }),
    updatedAt: timeOrNull,
    goneAt: timeOrNull,
    linkedVariationIds: z.array(z.string()),
  })
  .openapi("SmaregiProduct");

const smaregiMirror = z
  .object({
    state: z.enum(["none", "reading", "ready", "failed"]),
    contractId: z.string().nullable(),
    filledAt: timeOrNull,
    readUntil: timeOrNull,
    products: z.int(),
    unlisted: z.int().openapi({
      description: "So many were missing at once in the last list, and are kept until `acceptsGone`",
    }),
    problem: z.string().nullable().openapi({ description: "Why the last read did not go through" }),
    problemAt: timeOrNull,
    fact: factOrNull,
  })
  .openapi("SmaregiMirror");

export const smaregiProducts = list(smaregiProduct).extend({ mirror: smaregiMirror });

function shownMirror(c: Request, { problem, ...rest }: MirrorState) {
  const why = problem === null ? { plain: null, fact: null } : told(c, problem);
  return { ...rest, problem: why.plain, fact: why.fact };
}

/** Smaregi's product master, as it is mirrored here. */
export function smaregiProductRoutes(ctx: Context) {
  const door = openDoor();

  const query = listQuery.extend({
    q: searched.openapi({ description: "Parts of a name, kana, code, JAN or ID" }),
    linked: z.stringbool().optional(),
  });
  door.openapi(
    createRoute({
      method: "get",
      path: "/smaregi-products",
      security,
      request: { query },
      responses: answers(200, smaregiProducts, "Products of Smaregi, and how the mirror is"),
    }),
    async (c) => {
      const asked = { ...callerOf(c), ...c.req.valid("query") };
      const { mirror, ...page } = await listSmaregiProducts(ctx, asked);
      return c.json({ ...page, mirror: shownMirror(c, mirror) }, 200);
    },
  );

  const body = z.object({ acceptsGone: z.boolean().optional() });
  door.openapi(
    createRoute({
      method: "post",
      path: "/smaregi-products/refresh",
      security,
      request: { body: { required: false, content: { "application/json": { schema: body } } } },
      responses: answers(202, z.object({ mirror: smaregiMirror }), "Under way"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { acceptsGone = false } = c.req.valid("json");
      await refreshCatalog(ctx, { merchantId, acceptsGone });
      return c.json({ mirror: shownMirror(c, await readMirrorState(ctx, merchantId)) }, 202);
    },
  );
  const chosen = z.object({ smaregiProductIds: z.array(smaregiProductId).min(1).max(1_000) });
  const made = z.object({
    productIds: z.array(z.string()),
    variations: z.int(),
    skipped: z.array(z.object({ smaregiProductId: z.string(), reason: z.enum(takeSkips) })),
  });
  door.openapi(
    createRoute({
      method: "post",
      path: "/products/from-smaregi",
      security,
      request: { body: json(chosen) },
      responses: answers(201, made, "Registered, unpublished and linked, one product for each group"),
    }),
    async (c) => c.json(await takeProducts(ctx, { ...callerOf(c), ...c.req.valid("json") }), 201),
  );
  return door;
}
