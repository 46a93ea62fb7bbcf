import { z } from "@hono/zod-openapi";
import { factKinds } from "../facts/tell.ts";
import type { Text } from "../kit/errors.ts";
import { ownIdSpelling, isId } from "../kit/ids.ts";
import { isStorable, notStorable, storableWithin } from "../kit/text/storable.ts";
import { orderNumberSpelling } from "../orders/rules.ts";
import { dateSpelling } from "../kit/text/dates.ts";
import { mailSpelling, showsNothing, stored, storedWithin } from "../kit/text/rules.ts";

const unknownVariation: Text = { ja: "バリエーションが見つかりません。", en: "There is no such variation." };

/**
 * A text that can be stored and shown: in its one form (P10), well-formed, without control characters, `min` to `max` characters, at
 * least one of them visible.
 */
export const text = (max: number, min = 1) =>
  z
    .string()
    .overwrite(stored)
    .min(min)
    .max(max)
    .superRefine((value, check) => {
      if (min > 0 && value !== "" && showsNothing(value)) {
        check.addIssue({ code: "too_small", origin: "string", minimum: 1, input: value });
      }
      if (!isStorable(value)) {
        check.addIssue({ code: "custom", params: { text: notStorable } });
      }
    });

/**
 * A text of one shape, after `mend` has brought it to its one spelling (P10). Otherwise the error says in words what it should be.
 */
export const shaped = (shape: RegExp, told: Text, mend: (typed: string) => string) =>
  z
    .string()
    .overwrite(mend)
    .superRefine((value, check) => {
      if (!shape.test(value)) check.addIssue({ code: "custom", params: { text: told } });
    });

/** A day of the calendar. The calendar has no year 0, and neither has PostgreSQL. */
const calendarDay = z.iso.date().superRefine((value, check) => {
  if (value.startsWith("0000")) check.addIssue({ code: "invalid_format", format: "date", input: value });
});

/** A day as people and spreadsheets write it (P10), returned as `2026-01-31`. */
export const day = z
  .string()
  .overwrite(dateSpelling)
  .pipe(calendarDay)
  .openapi({ type: "string", format: "date" });

/** A mail address in its one spelling (P10). */
export const mailAddress = z
  .string()
  .overwrite(mailSpelling)
  .pipe(z.email().max(255))
  .openapi({ type: "string", format: "email" });

/** An ID in its one spelling. */
export const uuid = z.uuid().overwrite(ownIdSpelling);

/** The ID of a variation in a body. One that cannot be ours is reported as unknown, like one of another merchant. */
export const variationId = z
  .string()
  .overwrite(ownIdSpelling)
  .superRefine((value, check) => {
    if (!isId(value)) check.addIssue({ code: "custom", params: { text: unknownVariation } });
  });

export const yen = z.int().min(0).max(99_999_999);
export const quantity = z.int().min(0).max(999_999);
/** A time of ours in an answer: RFC 3339. */
export const time = z.date().openapi({ type: "string", format: "date-time" });

export const timeOrNull = z
  .date()
  .nullable()
  .openapi({ type: ["string", "null"], format: "date-time" });

/** Any JSON object that PostgreSQL can store. */
export const storableObject = z
  .record(z.string(), z.unknown())
  .superRefine((value, check) => {
    const json = JSON.stringify(value);
    if (json.length > 20_000)
      check.addIssue({ code: "too_big", maximum: 20_000, origin: "string", input: value });
    if (JSON.stringify(storableWithin(value)) !== json)
      check.addIssue({ code: "custom", params: { text: notStorable } });
  })
  .overwrite((value) => storedWithin(value) as Record<string, unknown>);

/** A recorded fact as data; the text beside it says it in the language of `Accept-Language`. */
export const fact = z
  .object({ kind: z.enum(factKinds), data: z.record(z.string(), z.unknown()) })
  .openapi("Fact");
/** The same, or null. `fact.nullable()` would be described as both at once, which nothing can be. */
export const factOrNull = z.union([fact, z.null()]);

export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});

/** The text that a list is searched by; blank searches for nothing. */
export const searched = z
  .string()
  .max(100)
  .transform((q) => (q.trim() === "" ? undefined : stored(q.replaceAll("\0", "").toWellFormed())))
  .optional();

/** An order number to search for, in its one spelling (P10). */
export const numberSought = z
  .string()
  .max(30)
  .overwrite((typed) => orderNumberSpelling(typed.toWellFormed()));

/** Why a connection was switched off by the system. */
export const stopped = z
  .object({ why: z.enum(["proofRevoked", "appEnded", "appForceStopped"]), at: time })
  .openapi({ description: "Why the switch went off without the merchant" });

/** The connection's mode: 標準モード, 保証モード. */
export const mode = z.enum(["standard", "assured"]);

export const taxRate = z.union([z.literal(8), z.literal(10)]);

/** A product's questions in an answer. */
export const shownQuestions = z.array(
  z.union([
    z.object({ name: z.string(), choices: z.array(z.string()) }),
    z.object({ name: z.string(), freeText: z.literal(true) }),
  ]),
);

/** The answer of a list. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string().openapi({ description: "As X-Request-Id: by it the log tells more" }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem");

const wrong = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});
/** The problems that any route may answer. */
const problems: object = { "4XX": wrong("What was wrong"), "5XX": wrong("It can't be done now") };

/** What many quantities would become, as a preview (P3). */
export const quantities = z
  .object({
    changed: z.int(),
    toZero: z.int(),
    noRow: z.int().openapi({ description: "Of those, for want of stock or a product in Smaregi" }),
    piecesNow: z.int().openapi({ description: "The sum of the quantities that change, before" }),
    piecesThen: z.int().openapi({ description: "The same, after" }),
    examples: z.array(
      z.object({
        variationId: z.string(),
        productId: z.string(),
        name: z.string(),
        variationName: z.string(),
        systemProductNumber: z.string(),
        smaregiProductId: z.string(),
        quantityNow: z.int().nullable(),
        quantityThen: z.int(),
        because: z.enum(["found", "neverMoved", "missing", "failed", "ordered"]),
      }),
    ),
  })
  .openapi("Quantities");

/** The answers of a route that only confirms, and problems. */
export const done = <Status extends 200 | 202 | 204>(status: Status, description: string) =>
  ({ [status]: { description }, ...problems }) as Record<Status, { description: string }>;

/** The answers of a route with something other than JSON, and problems. */
export const tells = (type: string, description: string) =>
  ({ 200: { description, content: { [type]: { schema: z.string() } } }, ...problems }) as {
    200: { description: string; content: Record<string, { schema: z.ZodString }> };
  };

/** The answers of a route: a good one, and problems. */
export const answers = <Status extends 200 | 201 | 202, Schema extends z.ZodType>(
  status: Status,
  schema: Schema,
  description: string,
) =>
  ({
    [status]: { description, content: { "application/json": { schema } } },
    ...problems,
  }) as Record<Status, { description: string; content: { "application/json": { schema: Schema } } }>;

/** A required JSON body. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { "application/json": { schema } },
});
