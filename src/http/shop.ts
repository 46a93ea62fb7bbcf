import { actors } from "../facts/actors.ts";
import { createRoute, z } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { listShopProducts, shopProduct as readShopProduct } from "../catalog/reading/shop-products.ts";
import type { Context } from "../context.ts";
import { openShopOf } from "../merchants/manage-merchants.ts";
import { placeOrder } from "../orders/place-order.ts";
import { forBuyers } from "../live/rules.ts";
import type { Live } from "../live/watch-changes.ts";
import { eventAnswers, eventStream } from "./events.ts";
import { openStreams } from "../limits/open-streams.ts";
import { takeOrderTurn } from "../limits/take-order-turn.ts";
import { refuseTooMany } from "../orders/most-pieces.ts";
import { ipOf } from "./caller.ts";
import { idOf, limitBody, openDoor, refuseBadBodies } from "./door.ts";
import {
  answers,
  json,
  list,
  listQuery,
  searched,
  shownQuestions,
  taxRate,
  text,
  time,
  variationId,
} from "./schemas.ts";
import { answerText, newMoney } from "./merchant/order-input.ts";

const stock = z.object({
  state: z.enum(["available", "few", "soldOut", "unlimited"]),
  quantity: z.int().optional(),
});

export const shopProduct = z
  .object({
    id: z.string(),
    productCode: z.string().nullable(),
    name: z.string(),
    price: z.int(),
    taxRate,
    variationPattern: z.enum(["none", "pattern1", "pattern2"]),
    questions: shownQuestions,
    variations: z.array(z.object({ id: z.string(), name: z.string(), price: z.int(), taxRate, stock })),
  })
  .openapi("ShopProduct");

export const shop = z
  .object({
    number: z.string(),
    name: z.string(),
    piecesPerLine: z.int().openapi({ description: "That a line may have at most" }),
    piecesPerOrder: z.int(),
  })
  .openapi("Shop");

/** What a buyer writes: only fields with a known name and of limited length, because anyone may send them. */
const buyer = z.strictObject({
  name: text(100, 0).nullish(),
  kana: text(100, 0).nullish(),
  email: text(255, 0).nullish(),
  phone: text(30, 0).nullish(),
  postalCode: text(20, 0).nullish(),
  prefecture: text(20, 0).nullish(),
  address: text(200, 0).nullish(),
  building: text(200, 0).nullish(),
  paymentMethod: text(50, 0).nullish(),
  note: text(500, 0).nullish(),
});

// The shop decides what things cost: a buyer's values for prices, fees or discounts are refused, not ignored. The total that they
// agree to is theirs.
const orderInput = z.strictObject({
  kind: z.enum(["normal", "preorder", "subscription", "membershipFee"]),
  lines: z
    .array(
      z.strictObject({
        variationId,
        quantity: z.int().min(1).max(999_999),
        answers: answerText.optional(),
      }),
    )
    .min(1)
    .max(999),
  customer: buyer.nullish(),
  expectedTotal: z.int().min(0).optional().openapi({
    description: "What the buyer was shown: an order that comes to something else is 409 `price_changed`",
  }),
});

export const shopOrder = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.string(),
  status: z.string(),
  lines: z.array(
    z.object({
      variationId: z.string(),
      systemProductNumber: z.string(),
      productName: z.string(),
      variationName: z.string(),
      quantity: z.int(),
      unitPrice: z.int(),
      taxRate,
      answers: z.array(z.string()).optional(),
    }),
  ),
  subtotal: z.int(),
  shippingFee: z.int().nullable(),
  total: z.int(),
  createdAt: time,
});

const free = z.object(newMoney).parse({});

/** For shop fronts, open to everyone: what is published, whether it is in stock, and ordering it. */
export function shopRoutes(ctx: Context, live: Live) {
  const door = openDoor().basePath("/shop/v1/:merchantNumber");
  door.use("/*", cors({ origin: "*", exposeHeaders: ["retry-after"] }));
  const at = z.object({ merchantNumber: z.string() });
  const merchantIdOf = async (number: string) => (await openShopOf(ctx, number)).id;
  const enterStream = openStreams(ctx);
  // First of all, so that what is refused later is counted, too.
  door.use("/orders", async (c, next) => {
    if (c.req.method === "POST") {
      const merchantId = await merchantIdOf(c.req.param("merchantNumber") ?? "");
      await takeOrderTurn(ctx, { merchantId, address: ipOf(ctx, c) });
    }
    await next();
    // Only the buyer may see who ordered what.
    c.res.headers.set("cache-control", "no-store");
  });
  door.use("/*", limitBody);
  door.use("/*", refuseBadBodies);

  door.openapi(
    createRoute({
      method: "get",
      path: "/",
      request: { params: at },
      responses: answers(200, shop, "The shop, if it is open"),
    }),
    async (c) => {
      const found = await openShopOf(ctx, c.req.valid("param").merchantNumber);
      const { number, name, piecesPerLine, piecesPerOrder } = found;
      return c.json({ number, name, piecesPerLine, piecesPerOrder }, 200);
    },
  );

  const query = listQuery.extend({ q: searched.openapi({ description: "Part of a name or code" }) });
  door.openapi(
    createRoute({
      method: "get",
      path: "/products",
      request: { params: at, query },
      responses: answers(200, list(shopProduct), "Published products, newest first"),
    }),
    async (c) => {
      const merchantId = await merchantIdOf(c.req.valid("param").merchantNumber);
      return c.json(await listShopProducts(ctx, { merchantId, ...c.req.valid("query") }), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/products/{id}",
      request: { params: at.extend({ id: z.string() }) },
      responses: answers(200, shopProduct, "The product, if it is published"),
    }),
    async (c) => {
      const merchantId = await merchantIdOf(c.req.valid("param").merchantNumber);
      return c.json(
        await readShopProduct(ctx, { merchantId, id: idOf(c, { ja: "商品", en: "product" }) }),
        200,
      );
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/events",
      request: { params: at },
      responses: eventAnswers,
    }),
    async (c) => {
      const { merchantNumber } = c.req.valid("param");
      const merchantId = await merchantIdOf(merchantNumber);
      const isAllowed = () => merchantIdOf(merchantNumber);
      const ended = enterStream({ merchantId, address: ipOf(ctx, c) });
      return eventStream(ctx, c, { live, merchantId, pick: forBuyers, isAllowed, ended });
    },
  );

  const headers = z.object({ "idempotency-key": text(255).optional() });
  door.openapi(
    createRoute({
      method: "post",
      path: "/orders",
      request: { params: at, headers, body: json(orderInput) },
      responses: answers(201, shopOrder, "Placed"),
    }),
    async (c) => {
      const { id: merchantId, ...most } = await openShopOf(ctx, c.req.valid("param").merchantNumber);
      const idempotencyKey = c.req.valid("header")["idempotency-key"];
      const asked = c.req.valid("json");
      const order = { ...asked, customer: asked.customer ?? undefined, money: free };
      refuseTooMany(order.lines, most);
      const input = { merchantId, actor: actors.buyer, idempotencyKey, order, byBuyer: true };
      const placed = await placeOrder(ctx, input);
      const { id, number, kind, status, lines, subtotal, shippingFee, total, createdAt } = placed;
      return c.json({ id, number, kind, status, lines, subtotal, shippingFee, total, createdAt }, 201);
    },
  );
  return door;
}
