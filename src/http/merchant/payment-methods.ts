import { createRoute, z } from "@hono/zod-openapi";
import {
  listPaymentChoices,
  readPaymentMethods,
  savePaymentMethods,
} from "../../connection/payment-methods.ts";
import type { Context } from "../../context.ts";
import type { Text } from "../../kit/errors.ts";
import { folded } from "../../kit/text/rules.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { answers, fact, json, text } from "../schemas.ts";
import { told } from "../told.ts";

const notMapped: Text = {
  ja: "「現金」「クレジット」か、スマレジの支払方法ID(数字)を指定してください。",
  en: "It is cash, credit, or the ID (digits) of a payment method of Smaregi's.",
};
const twice: Text = { ja: "同じ支払方法が2つあります。", en: "A payment method is there twice." };

export const paymentMethods = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          name: text(50).openapi({
            description: "The order's payment method, as in `customer.paymentMethod`",
          }),
          smaregi: z
            .string()
            .refine((value) => /^(cash|credit|[1-9]\d{0,8})$/.test(value), { params: { text: notMapped } })
            .openapi({ description: "`cash`, `credit`, or the ID of a payment method of Smaregi's" }),
        }),
      )
      .max(50)
      .refine((items) => new Set(items.map(({ name }) => folded(name))).size === items.length, {
        params: { text: twice },
      }),
  })
  .openapi("PaymentMethods");

const givenMethods = paymentMethods
  .extend({
    madeFor: z
      .strictObject({ contractId: text(64), storeId: text(64) })
      .optional()
      .openapi({
        description:
          "The contract and store that they were made for: 409 where the connection is another's by now; without, they are saved for whatever it is",
      }),
  })
  .openapi("GivenPaymentMethods");

export const paymentChoices = z
  .object({
    items: z.array(z.object({ id: z.string(), name: z.string() })),
    unread: z.object({ detail: z.string(), fact }).nullable().openapi({
      description: "Why Smaregi did not tell them; null: it did",
    }),
  })
  .openapi("PaymentChoices");

/** How Smaregi is told that orders were paid (W6). */
export function paymentMethodRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "get",
      path: "/connection/payment-methods",
      security,
      responses: answers(200, paymentMethods, "Which payment methods Smaregi is told as what; none: credit"),
    }),
    async (c) => c.json({ items: await readPaymentMethods(ctx, callerOf(c).merchantId) }, 200),
  );
  door.openapi(
    createRoute({
      method: "put",
      path: "/connection/payment-methods",
      security,
      request: { body: json(givenMethods) },
      responses: answers(200, paymentMethods, "Saved, for registrations from now on"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { items, madeFor } = c.req.valid("json");
      await savePaymentMethods(ctx, { merchantId, by: byOf(c), paymentMethods: items, madeFor });
      return c.json({ items }, 200);
    },
  );
  door.openapi(
    createRoute({
      method: "get",
      path: "/connection/payment-methods/choices",
      security,
      responses: answers(
        200,
        paymentChoices,
        "The payment methods of the connected store, asked of Smaregi now",
      ),
    }),
    async (c) => {
      const { items, unread } = await listPaymentChoices(ctx, callerOf(c).merchantId);
      const why = unread === null ? null : told(c, unread);
      return c.json(
        {
          items: items.map(({ paymentMethodId: id, paymentMethodName: name }) => ({ id, name: name ?? id })),
          unread: why === null ? null : { detail: why.text, fact: why.fact },
        },
        200,
      );
    },
  );
  return door;
}
