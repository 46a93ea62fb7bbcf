import { z } from "zod";
import { faultKinds, fullCall } from "./faults.ts";
import { readTime } from "./jst.ts";
import { routes } from "./platform-api.ts";

/** Takes numbers and strings: in Smaregi every value is a string. */
const text = z.union([z.string(), z.number()]).transform(String);
const wholeNumber = text.pipe(z.string().regex(/^-?\d{1,12}$/, "a whole number"));
const discount = text.pipe(z.string().regex(/^\d{1,9}$/, "whole yen, from 0"));
const time = z
  .string()
  .refine((value) => !Number.isNaN(readTime(value)), "a time as 2026-11-24T09:00:00+09:00");

/** A record of Smaregi with any fields. */
export const givenRecord = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const recordWith = <Name extends string>(name: Name) =>
  givenRecord.refine((record) => String(record[name] ?? "") !== "", `${name} is missing`);
const nestedRecords = z.array(givenRecord).optional();
const products = z.array(
  z
    .object({ stores: nestedRecords, inventoryReservations: nestedRecords })
    .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .refine((record) => String(record["productId"] ?? "") !== "", "productId is missing"),
);

export const givenContract = z.strictObject({
  clientId: z.string().default("client"),
  clientSecret: z.string().default("secret"),
  scopes: z.array(z.string()).optional(),
  stores: z.array(recordWith("storeId")).default([]),
  terminals: z.array(recordWith("terminalId")).default([]),
  categories: z.array(recordWith("categoryId")).default([]),
  products: products.default([]),
  paymentMethods: z.array(recordWith("paymentMethodId")).default([]),
  reduceTaxRates: z.array(recordWith("reduceTaxId")).default([]),
  stock: z
    .array(
      z.object({ storeId: text, productId: text, stockAmount: wholeNumber, updDateTime: time.optional() }),
    )
    .default([]),
});

/** An array, or an object that contains one. */
export const givenProducts = z.union([
  products.transform((given) => ({ products: given, notify: true })),
  z.strictObject({ products, notify: z.boolean().default(true) }),
]);

export const givenDeletions = z.strictObject({
  productIds: z.array(text).min(1),
  keepStock: z.boolean().default(false),
});

export const givenCategories = z.strictObject({ categories: z.array(recordWith("categoryId")).min(1) });

export const givenStockChanges = z.strictObject({
  changes: z.array(
    z
      .strictObject({
        productId: text,
        storeId: text,
        stockAmount: wholeNumber.optional(),
        amount: wholeNumber.optional(),
      })
      .refine(
        (change) => (change.stockAmount === undefined) !== (change.amount === undefined),
        "either stockAmount (to set) or amount (to add)",
      ),
  ),
  notify: z.boolean().default(true),
});

export const givenSale = z.strictObject({
  storeId: text,
  terminalId: text,
  lines: z
    .array(
      z.strictObject({
        productId: text,
        quantity: wholeNumber,
        salesPrice: wholeNumber.optional(),
        unitDiscountPrice: discount.optional(),
      }),
    )
    .min(1)
    .max(999),
  subtotalDiscountPrice: discount.optional(),
  depositCash: wholeNumber.optional(),
});

/** Calls of the token host. */
const beside = ["POST /token", "POST /authorize/token", "POST /userinfo"];

export const givenFault = z.strictObject({
  contractId: z.string().optional(),
  call: z
    .string()
    .transform(fullCall)
    .refine(
      (call) => ["*", ...beside].includes(call) || routes.some((route) => route.call === call),
      `"*" or one of ${[...beside, ...routes.map((route) => route.call)].join(", ")}`,
    ),
  kind: z.enum(faultKinds),
  times: z.number().int().min(1).default(1),
  delayMs: z.number().min(0).max(600_000).default(0),
});

export const givenWebhook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  headerName: z
    .string()
    .regex(/^[\w-]+$/)
    .default("X-Musubi-Secret"),
  headerValue: z.string().default(""),
  subscriptionUrl: z.url({ protocol: /^https?$/ }).optional(),
  contractId: z.string().optional(),
});

/** A notification made by hand: everything else in it goes into its body. */
export const givenNotification = z.looseObject({
  contractId: z.string(),
  event: z.string().default(""),
  action: z.string().optional(),
  eventId: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

export const givenRedirects = z.strictObject({ redirectUris: z.array(z.url()).nullable() });

/** What a contract does with the app, as 利用者通知 reports it. */
const subscriptionActions = [
  "start",
  "end",
  "change-plan",
  "change-options",
  "force-stop",
  "cancel-force-stop",
] as const;
export const givenSubscription = z.strictObject({ action: z.enum(subscriptionActions) });
