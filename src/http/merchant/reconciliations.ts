import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import {
  askReconciliation,
  listDifferences,
  listReconciliations,
  readReconciliation,
} from "../../reconcile/ask-reconciliation.ts";
import { mendDifference } from "../../reconcile/mend-difference.ts";
import { causes, mends, type Cause } from "../../reconcile/causes/rules.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, done, factOrNull, list, listQuery, time, timeOrNull } from "../schemas.ts";
import { told, toldActor } from "../told.ts";

const cause = z.enum(causes);

const run = {
  id: z.string(),
  state: z.enum(["waiting", "running", "done", "failed"]),
  askedBy: z.string(),
  checked: z.object({ products: z.int(), orders: z.int() }),
  toCheck: z
    .object({ products: z.int().nullable(), orders: z.int().nullable() })
    .openapi({ description: "How many there are; null: not counted yet" }),
  found: z.int().openapi({ description: "Differences so far" }),
  reason: z.string().nullable(),
  fact: factOrNull.openapi({ description: "What `reason` says, as data" }),
  createdAt: time,
  endedAt: timeOrNull,
};

export const reconciliation = z.object(run).openapi("Reconciliation");

export const difference = z
  .object({
    id: z.string(),
    cause,
    what: z.string(),
    healing: z.boolean().openapi({ description: "It is put right without anybody's doing" }),
    repair: z.object({
      text: z.string(),
      call: z.string().optional().openapi({ description: "The one call that mends it" }),
      does: z.enum(["read", "send", "registerAnew"]).optional(),
      logEntryId: z.string().optional(),
    }),
    orderId: z.string().optional(),
    orderNumber: z.string().optional(),
    productId: z.string().optional(),
    productName: z.string().optional(),
    variationId: z.string().optional(),
    variationName: z.string().optional(),
    systemProductNumber: z.string().optional(),
    smaregiProductId: z.string().optional(),
    transactionId: z.string().optional(),
    cartQuantity: z.int().nullable().optional(),
    smaregiQuantity: z.int().optional(),
    note: z.string().optional(),
    at: time,
  })
  .openapi("Difference");

export const reconciliationWithDifferences = z.object({
  ...run,
  differences: z.array(difference),
  nextCursor: z.string().nullable(),
});

const params = z.object({ id: z.string() });

type Row = Awaited<ReturnType<typeof listDifferences>>["items"][number];

type Run = Awaited<ReturnType<typeof readReconciliation>>;

function shownRun(c: Request, { reason, askedBy, ...rest }: Run) {
  const why = reason === null ? { plain: null, fact: null } : told(c, reason);
  return { ...rest, askedBy: toldActor(c, askedBy), reason: why.plain, fact: why.fact };
}

/** The press that repairs a difference: on the log's entry if one is open, else on the difference itself. */
function mendOf(runId: string, row: Row) {
  const does = mends[row.cause as Cause];
  if (row.logEntry !== null && does !== "registerAnew")
    return { call: `POST /integration-log/${row.logEntry}/retry`, logEntryId: row.logEntry };
  // An order that is right by now, or goes on by itself, needs no press.
  if (does === null || row.healing || (does === "send" && !row.isBehind)) return {};
  return { call: `POST /reconciliations/${runId}/differences/${row.id}/mend`, does };
}

function shown(c: Request, runId: string, row: Row): z.input<typeof difference> {
  const language = languageOf(c);
  const { orderId, orderNumber, transactionId, smaregiProductId, smaregiQuantity, note } = row;
  const { productId, productName, variationId, variationName, systemProductNumber } = row;
  const named = {
    orderId,
    orderNumber,
    transactionId,
    smaregiProductId,
    smaregiQuantity,
    note,
    productId,
    productName,
    variationId,
    variationName,
    systemProductNumber,
  };
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
  return {
    id: String(row.id),
    cause: row.cause as Cause,
    what: row.what[language],
    healing: row.healing,
    repair: { text: row.repair[language], ...mendOf(runId, row) },
    ...given,
    ...(row.systemProductNumber === null ? {} : { cartQuantity: row.cartQuantity }),
    at: row.at,
  };
}

/** 差異チェック: starting it, its progress, and its results. */
export function reconciliationRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "post",
      path: "/reconciliations",
      security,
      responses: answers(202, reconciliation, "Under way"),
    }),
    async (c) => {
      const caller = callerOf(c);
      const id = await askReconciliation(ctx, caller);
      return c.json(shownRun(c, await readReconciliation(ctx, { ...caller, id })), 202);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/reconciliations",
      security,
      request: { query: listQuery },
      responses: answers(200, list(reconciliation), "Past runs, newest first"),
    }),
    async (c) => {
      const found = await listReconciliations(ctx, { ...callerOf(c), ...c.req.valid("query") });
      return c.json({ ...found, items: found.items.map((each) => shownRun(c, each)) }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/reconciliations/{id}",
      security,
      request: { params, query: listQuery },
      responses: answers(200, reconciliationWithDifferences, "The run, and a page of what it found"),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("param"), ...c.req.valid("query") };
      const about = shownRun(c, await readReconciliation(ctx, at));
      const { items, nextCursor } = await listDifferences(ctx, at);
      return c.json({ ...about, differences: items.map((item) => shown(c, at.id, item)), nextCursor }, 200);
    },
  );

  const differenceParams = z.object({ id: z.string(), differenceId: z.string().regex(/^\d{1,15}$/) });
  door.openapi(
    createRoute({
      method: "post",
      path: "/reconciliations/{id}/differences/{differenceId}/mend",
      security,
      request: { params: differenceParams },
      responses: done(202, "Under way"),
    }),
    async (c) => {
      const { id: reconciliationId, differenceId: id } = c.req.valid("param");
      await mendDifference(ctx, { ...callerOf(c), reconciliationId, id });
      return c.body(null, 202);
    },
  );
  return door;
}
