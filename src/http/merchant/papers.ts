import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { folded, plainDigits } from "../../kit/text/rules.ts";
import { makePapers } from "../../papers/make-papers.ts";
import { readPaperSettings, savePaperSettings } from "../../papers/paper-settings.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { answers, json, shaped, text, time } from "../schemas.ts";
import { chosenOrders } from "./chosen-input.ts";

const blank = (max: number) => text(max, 0);
const code = (shape: RegExp, ja: string, en: string) =>
  shaped(shape, { ja, en }, (typed) => folded(typed).replaceAll(" ", ""));

export const paperSettings = z
  .strictObject({
    issuer: blank(100),
    postalCode: z.string().overwrite(plainDigits).pipe(blank(10)),
    address: blank(200),
    phone: z.string().overwrite(plainDigits).pipe(blank(20)),
    registrationNumber: code(
      /^(T\d{13})?$/,
      "登録番号: T と13桁の数字(例: T1234567890123)",
      "Registration number: T and 13 digits (such as T1234567890123)",
    ).openapi({ description: "登録番号 of 適格請求書発行事業者; blank: none" }),
    note: blank(500),
    b2Customer: code(/^(\d{10,12})?$/, "請求先顧客コード: 10〜12桁の数字", "Customer code: 10 to 12 digits"),
    b2Class: code(/^(\d{3})?$/, "請求先分類コード: 3桁の数字", "Class code: 3 digits"),
    b2Freight: code(/^\d{2}$/, "運賃管理番号: 2桁の数字(例: 01)", "Freight number: 2 digits (such as 01)"),
    b2Kind: code(/^[0-8A]$/, "送り状種類: 0〜8またはA", "Kind of label: 0 to 8, or A"),
    b2Goods: blank(25),
  })
  .openapi("PaperSettings");

const line = z.object({
  name: z.string(),
  productCode: z.string().nullable(),
  quantity: z.int(),
  unitPrice: z.int(),
  amount: z.int(),
  isReduced: z.boolean(),
  answers: z.array(z.string()),
});

export const papers = z
  .object({
    today: z.string(),
    issuer: z.object({
      name: z.string(),
      postalCode: z.string(),
      address: z.string(),
      phone: z.string(),
      registrationNumber: z.string(),
      note: z.string(),
    }),
    notes: z.array(
      z.object({
        number: z.string(),
        orderedAt: time,
        suppliedOn: z.string(),
        recipient: z.record(z.string(), z.string()),
        lines: z.array(line),
        subtotal: z.int(),
        moneyLines: z.array(
          z.object({
            key: z.enum([
              "shippingFee",
              "paymentFee",
              "coolFee",
              "wrappingFee",
              "discount",
              "couponDiscount",
              "pointsUsed",
              "adjustment",
            ]),
            amount: z.int(),
          }),
        ),
        perRate: z.array(
          z.object({ rate: z.union([z.literal(8), z.literal(10)]), gross: z.int(), tax: z.int() }),
        ),
        total: z.int(),
      }),
    ),
    picking: z.object({
      rows: z.array(
        z.object({
          productName: z.string(),
          variationName: z.string(),
          productCode: z.string().nullable(),
          janCode: z.string().nullable(),
          quantity: z.int(),
          orders: z.int(),
        }),
      ),
      orders: z.array(
        z.object({ number: z.string(), buyer: z.string(), memo: z.string(), lines: z.array(line) }),
      ),
      leftOut: z.array(
        z.object({
          number: z.string(),
          why: z.enum(["cancelled", "unpaid", "notReleased", "shipped"]),
        }),
      ),
    }),
  })
  .openapi("Papers");

/** 納品書 and ピッキングリスト of chosen orders, and their issuer. */
export function paperRoutes(ctx: Context) {
  const door = openDoor();
  const body = json(z.object({ orders: chosenOrders, withUnpaid: z.boolean().default(false) }));
  door.openapi(
    createRoute({
      method: "post",
      path: "/order-papers",
      security,
      request: { body },
      responses: answers(200, papers, "What the papers of these orders say; nothing is changed"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { orders: chosen, withUnpaid } = c.req.valid("json");
      return c.json(await makePapers(ctx, { merchantId, chosen, withUnpaid }), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/paper-settings",
      security,
      responses: answers(200, paperSettings, "Who issues the papers"),
    }),
    async (c) => c.json(await readPaperSettings(ctx, callerOf(c).merchantId), 200),
  );
  door.openapi(
    createRoute({
      method: "put",
      path: "/paper-settings",
      security,
      request: { body: json(paperSettings) },
      responses: answers(200, paperSettings, "Saved"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      await savePaperSettings(ctx, { merchantId, by, settings: c.req.valid("json") });
      return c.json(await readPaperSettings(ctx, merchantId), 200);
    },
  );
  return door;
}
