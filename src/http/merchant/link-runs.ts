import { createRoute, z } from "@hono/zod-openapi";
import { Readable } from "node:stream";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { applyRun, skips } from "../../link-assistant/apply-run.ts";
import { contradictions, hints } from "../../link-assistant/judge/rules.ts";
import { openRun } from "../../link-assistant/open-run.ts";
import {
  listItems,
  listRuns,
  readRun,
  type ShownItem,
  type ShownRun,
} from "../../link-assistant/read-run.ts";
import { classes, reasons } from "../../link-assistant/rules.ts";
import { applyFile, exportRun } from "../../link-assistant/sheet/exchange.ts";
import { keeps, undoRun } from "../../link-assistant/undo-run.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import {
  answers,
  factOrNull,
  json,
  list,
  listQuery,
  quantities,
  taxRate,
  time,
  timeOrNull,
  variationId,
} from "../schemas.ts";
import { languageOf } from "../problems.ts";
import { told, toldActor } from "../told.ts";
import { csvAnswer, csvResponse, encodingOf, encodingQuery } from "./csv-files.ts";
import { smaregiProductId } from "./product-input.ts";

const kind = z.enum(classes).openapi({ description: "確実, 候補, 要確認, なし" });
const itemState = z.enum(["proposed", "applied", "undone"]);

export const linkRun = z
  .object({
    id: z.string(),
    state: z.enum(["waiting", "matching", "proposed", "applying", "applied", "undone", "failed"]),
    storeId: z.string(),
    askedBy: z.string(),
    counts: z.object({ certain: z.int(), likely: z.int(), conflict: z.int(), none: z.int() }),
    matched: z.int(),
    total: z.int().nullable(),
    applied: z.int().openapi({ description: "Links that were made and not taken back" }),
    effect: z
      .object({
        links: z.int(),
        changed: z.int(),
        toZero: z.int(),
        toZeroWithoutRow: z.int(),
        rises: z.int(),
      })
      .openapi({ description: "What one press on the certain ones would do to the numbers" }),
    quantities: quantities.optional().openapi({ description: "The same with names; of one run alone" }),
    stockReadAt: timeOrNull,
    reason: z.string().nullable(),
    fact: factOrNull,
    createdAt: time,
    endedAt: timeOrNull,
  })
  .openapi("LinkRun");

const candidate = z.object({
  smaregiProductId: z.string(),
  reasons: z.array(z.enum(reasons)),
  likeness: z.number().optional().openapi({ description: "Of the names, 0 to 1" }),
  warnings: z.array(z.enum([...contradictions, ...hints])),
  name: z.string().nullable().openapi({ description: "null: gone from Smaregi since" }),
  productCode: z.string().nullable(),
  price: z.int().nullable().openapi({ description: "With tax" }),
  taxRate: z.int().nullable(),
  quantity: z.int().nullable().openapi({ description: "In the run's store; null: no row of stock" }),
  quantityThen: z.int().nullable(),
});

export const linkItem = z
  .object({
    variationId: z.string(),
    productId: z.string(),
    productName: z.string(),
    variationName: z.string(),
    systemProductNumber: z.string(),
    productCode: z.string().nullable(),
    janCode: z.string().nullable(),
    price: z.int(),
    taxRate,
    class: kind,
    state: itemState,
    smaregiProductId: z.string().nullable().openapi({ description: "What was applied" }),
    linkedTo: z.string().nullable().openapi({ description: "What it is linked with now" }),
    candidates: z.array(candidate),
    quantityNow: z.int().nullable(),
    quantityThen: z.int().nullable(),
  })
  .openapi("LinkItem");

const faults = z.array(z.object({ row: z.int(), message: z.string() }));
const params = z.object({ id: z.string() });
const thing = { ja: "紐づけアシスタントの結果", en: "link run" };

export const linksApplied = z
  .object({
    applied: z.int(),
    skipped: z.array(z.object({ variationId: z.string(), reason: z.enum([...skips, ...keeps]) })),
  })
  .openapi("LinksApplied");

function shownRun(c: Request, { reason, actor, ...rest }: ShownRun) {
  const why = reason === null ? { plain: null, fact: null } : told(c, reason);
  return { ...rest, askedBy: toldActor(c, actor), reason: why.plain, fact: why.fact };
}

function shownItem({ candidates, stockManaged: _, appliedAt: __, ...rest }: ShownItem) {
  return {
    ...rest,
    candidates: candidates.map(({ product, ...each }) => ({
      ...each,
      name: product?.goneAt === null ? product.name : null,
      productCode: product?.productCode ?? null,
      price: product?.price ?? null,
      taxRate: product?.taxRate ?? null,
    })),
  };
}

/** 紐づけアシスタント (B7): its proposals, applying them, and taking them back. */
export function linkRunRoutes(ctx: Context) {
  const door = openDoor();

  const scope = z.union([z.literal("unlinked"), z.array(variationId).min(1).max(10_000)]);
  door.openapi(
    createRoute({
      method: "post",
      path: "/link-runs",
      security,
      request: { body: json(z.object({ scope })) },
      responses: answers(202, z.object({ id: z.string() }), "Under way"),
    }),
    async (c) => c.json({ id: await openRun(ctx, { ...callerOf(c), ...c.req.valid("json") }) }, 202),
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/link-runs",
      security,
      request: { query: listQuery },
      responses: answers(200, list(linkRun), "Past runs, newest first"),
    }),
    async (c) => {
      const { items, nextCursor } = await listRuns(ctx, { ...callerOf(c), ...c.req.valid("query") });
      return c.json({ items: items.map((each) => shownRun(c, each)), nextCursor }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/link-runs/{id}",
      security,
      request: { params },
      responses: answers(200, linkRun, "How far it is, and what it found"),
    }),
    async (c) => c.json(shownRun(c, await readRun(ctx, { ...callerOf(c), id: idOf(c, thing) })), 200),
  );

  const itemQuery = listQuery.extend({ class: kind.optional(), state: itemState.optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/link-runs/{id}/items",
      security,
      request: { params, query: itemQuery },
      responses: answers(200, list(linkItem), "What it proposes, in the shop's order"),
    }),
    async (c) => {
      const asked = { ...callerOf(c), ...c.req.valid("query"), id: idOf(c, thing) };
      const { items, nextCursor } = await listItems(ctx, asked);
      return c.json({ items: items.map(shownItem), nextCursor }, 200);
    },
  );

  const link = z.object({ variationId, smaregiProductId });
  const takesZeros = z
    .boolean()
    .default(false)
    .openapi({ description: "Links in a mass that set numbers to 0 are made too (P3)" });
  const body = z.union([
    z.strictObject({ class: z.literal("certain"), takesZeros }),
    z.strictObject({ links: z.array(link).min(1).max(10_000), takesZeros }),
  ]);
  door.openapi(
    createRoute({
      method: "post",
      path: "/link-runs/{id}/apply",
      security,
      request: { params, body: json(body) },
      responses: answers(200, linksApplied, "Which links were made, and which were not"),
    }),
    async (c) => {
      const { takesZeros: takes, ...what } = c.req.valid("json");
      const input = { ...callerOf(c), id: idOf(c, thing), what, takesZeros: takes };
      return c.json(await applyRun(ctx, input), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/link-runs/{id}/items.csv",
      security,
      request: { params, query: z.object({ encoding: encodingQuery }) },
      responses: csvAnswer("What it proposes, to be decided on in a spreadsheet and sent back"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const encoding = encodingOf(c.req.valid("query").encoding);
      const { id } = await readRun(ctx, { merchantId, id: idOf(c, thing) });
      return csvResponse(exportRun(ctx, { merchantId, id, encoding }), { name: "links.csv", encoding });
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/link-runs/{id}/apply-csv",
      security,
      request: {
        params,
        query: z.object({ takesZeros: z.stringbool().default(false) }),
        body: {
          description: "The run's file with its decisions",
          content: { "text/csv": { schema: z.string() } },
        },
      },
      responses: answers(
        200,
        linksApplied.extend({ faults }),
        "As apply, and the rows that could not be read",
      ),
    }),
    async (c) => {
      const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? Readable.from([]);
      const input = { ...callerOf(c), ...c.req.valid("query"), id: idOf(c, thing), body };
      const { faults: found, ...done } = await applyFile(ctx, input);
      const language = languageOf(c);
      return c.json(
        { ...done, faults: found.map(({ row, message }) => ({ row, message: message[language] })) },
        200,
      );
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/link-runs/{id}/undo",
      security,
      request: { params },
      responses: answers(200, linksApplied, "Which links were taken back, and which are kept"),
    }),
    async (c) => c.json(await undoRun(ctx, { ...callerOf(c), id: idOf(c, thing) }), 200),
  );
  return door;
}
