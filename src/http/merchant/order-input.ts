import { z } from "@hono/zod-openapi";
import { limits } from "../../catalog/rules.ts";
import { plainDigits } from "../../kit/text/rules.ts";
import { day, json, storableObject, text, variationId, yen } from "../schemas.ts";

const answersByName = z.record(text(100), text(1000, 0)).superRefine((answers, check) => {
  if (Object.keys(answers).length > limits.questions)
    check.addIssue({ code: "too_big", maximum: limits.questions, origin: "array", input: answers });
});

/** Answers to a product's questions, at most as many as it may ask. The order's own rules check them. */
export const answerText = z
  .union([z.array(text(1000, 0)).max(limits.questions), answersByName])
  .openapi({ description: "To the product's questions: in their order, or by their names" });

const line = z.object({
  variationId,
  quantity: z.int().min(1).max(999_999),
  unitPrice: yen.optional(),
  answers: answerText.optional(),
});
// A Smaregi transaction holds at most 999 lines.
export const lines = z.array(line).min(1).max(999);

/** The money lines of an order. */
export const money = {
  shippingFee: yen.nullable(),
  paymentFee: yen,
  coolFee: yen,
  wrappingFee: yen,
  discount: yen,
  couponDiscount: yen,
  pointsUsed: yen,
  adjustment: z.int().min(-99_999_999).max(99_999_999),
};

/** The buyer: name, address and so on are texts; other data that a cart knows is stored as it is. Null: no buyer, as answers say it. */
export const customer = storableObject
  .overwrite(mended)
  .superRefine((given, check) => {
    for (const field of ["name", "kana", "email", "phone", "postalCode", "prefecture"]) {
      const value = given[field];
      const isRight = value === undefined || value === null || fieldText.safeParse(value).success;
      if (!isRight) check.addIssue({ code: "custom", path: [field], params: { text: notText } });
    }
  })
  .nullable();
const fieldText = text(200, 0);
const notText = {
  ja: "200文字以内の文字で指定してください。",
  en: "It must be a text of up to 200 letters.",
};

/** Brings a buyer's postal code, phone and mail address to half width with plain dashes (P10): a carrier's file takes no others. */
function mended(given: Record<string, unknown>): Record<string, unknown> {
  const fields = ["postalCode", "phone", "email"].flatMap((name) => {
    const typed = given[name];
    if (typeof typed !== "string") return [];
    return [[name, plainDigits(typed)]];
  });
  return fields.length === 0 ? given : { ...given, ...Object.fromEntries(fields) };
}

/** The money lines of a new order: missing ones are 0, and a missing shipping fee is undecided. */
export const newMoney = {
  shippingFee: money.shippingFee.default(null),
  paymentFee: money.paymentFee.default(0),
  coolFee: money.coolFee.default(0),
  wrappingFee: money.wrappingFee.default(0),
  discount: money.discount.default(0),
  couponDiscount: money.couponDiscount.default(0),
  pointsUsed: money.pointsUsed.default(0),
  adjustment: money.adjustment.default(0),
};

type Given<Body> = {
  [Key in keyof typeof money]: Key extends keyof Body ? Exclude<Body[Key], undefined> : never;
};

/** Splits a body into the money lines that it gives, and the rest. */
export function withMoney<Body extends object>(body: Body) {
  const entries = Object.entries(body).filter(([key, value]) => key in money && value !== undefined);
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !(key in money)));
  return {
    money: Object.fromEntries(entries) as Given<Body>,
    rest: rest as Omit<Body, keyof typeof money>,
  };
}

export const kind = z.enum(["normal", "preorder", "proxy", "subscription", "membershipFee"]);
export const linkState = z.enum(["off", "sending", "registered", "cancelled", "failed"]);
export const status = z.enum(["new", "paid", "preparing", "shipped", "cancelled"]);

const releaseOn = day.nullable();

/** A new order. */
export const orderInput = z.object({
  kind,
  lines,
  ...newMoney,
  customer: customer.optional(),
  releaseOn: releaseOn.optional(),
  enteredBy: text(100).optional(),
});
/** An order edit: what is left out does not change. */
export const editInput = z.object({ lines, ...money, customer, releaseOn }).partial();

/**
 * A new order's body as the verbs take it. Its parts are always in the same order, because an Idempotency-Key is compared with them.
 */
export function orderOf(body: z.output<typeof orderInput>) {
  const { rest, money: amounts } = withMoney(body);
  const { kind: orderKind, lines: given, customer: buyer, releaseOn: date, enteredBy } = rest;
  const about = { kind: orderKind, lines: given, customer: buyer ?? undefined, money: amounts };
  return { ...about, releaseOn: date, enteredBy };
}

/** An edit's body as the verbs take it. */
export function editOf(body: z.output<typeof editInput>) {
  const { rest, money: changed } = withMoney(body);
  return { ...rest, money: changed };
}

export const statusBody = json(z.object({ status }));
