import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { listFailures, type logEntry } from "../../link-log/read-log.ts";
import { handleFailure, sendAgain } from "../../order-link/repair.ts";
import { answerZeros, heldVariations } from "../../stock-sync/zero-guard/answer-zeros.ts";
import { readStatus } from "../../status/read-status.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, done, fact, json, list, listQuery, mode, stopped, time } from "../schemas.ts";
import { told, toldActor, toldPlainly } from "../told.ts";

export const failure = z
  .object({
    id: z.string(),
    at: time,
    call: z.enum(["stockList", "transactionRegister", "transactionCancel"]),
    orderNumber: z.string().optional(),
    systemProductNumber: z.string().optional(),
    smaregiProductId: z.string().optional(),
    status: z.int().optional(),
    reason: z.string(),
    fact,
    plain: z.string().openapi({ description: "The cause in plain words" }),
    answer: z.string().optional().openapi({ description: "What Smaregi answered, as it came" }),
    attempts: z
      .array(z.object({ at: time, plain: z.string(), answer: z.string().optional() }))
      .optional()
      .openapi({
        description: "Where it failed more than once: each attempt, oldest first; `at` is the first one's",
      }),
    state: z.enum(["open", "repaired", "handled"]),
    sendAgain: z.string().optional().openapi({ description: "What POST .../retry would do" }),
    goesOn: z.boolean().optional().openapi({ description: "Asked about or sent again by itself" }),
  })
  .openapi("IntegrationLogEntry");

const merchant = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  standing: z.enum(["contract", "trial", "ended"]),
});

const holdCause = z.enum(["gone", "noRows", "storeChanged"]).openapi({
  description:
    "No such products; no stock of them in the store; 0 in a store that the connection was changed to",
});

export const heldVariation = z
  .object({
    productId: z.string(),
    name: z.string(),
    variationName: z.string(),
    systemProductNumber: z.string(),
    smaregiProductId: z.string(),
    cause: holdCause,
    quantity: z.int().nullable(),
  })
  .openapi("HeldVariation");

export const status = z.object({
  latestFailure: z.union([failure, z.null()]),
  connection: z.object({
    state: z.enum(["on", "off"]),
    mode: mode.optional(),
    reason: z.enum(["none", "disabled", "ended"]).optional(),
    stopped: stopped.optional(),
    forced: z.object({ at: time, by: z.string() }).optional().openapi({
      description: "Switched on although the connection test was not green, and not tested since",
    }),
    maintenance: z.object({ since: time, reason: z.string(), fact }).optional(),
  }),
  zeroQuestion: z
    .object({ since: time, products: z.int(), variations: z.int(), causes: z.array(holdCause) })
    .nullable()
    .openapi({
      description: "Many quantities would have become 0 at once: they are kept until answered",
    }),
  pendingOrders: z.int(),
  waitingSignals: z.int(),
  syncLatencyMs: z.object({
    last: z.int().nullable(),
    median: z.int().nullable(),
    worst: z.int().nullable(),
  }),
  readsLeft: z.int().nullable(),
  ordersToday: z.object({ count: z.int(), total: z.int() }),
  waitingProducts: z.int().openapi({ description: "Synced variations that wait to be read" }),
  openFailures: z.int(),
  openIncidents: z.int().openapi({ description: "Open incidents that people were told of" }),
  foundByCheck: z.int().openapi({
    description: "Quantities that differed from Smaregi's with nothing having told of it, in the last 7 days",
  }),
  ordersBehind: z.int().openapi({
    description: "Orders that are not in Smaregi as they stand, and wait for a press (POST /orders/send)",
  }),
  unshippedOrders: z.int().openapi({
    description: "Not sent yet and not cancelled; counted up to 1,000",
  }),
  soldOutProducts: z.int().openapi({ description: "Products with a variation whose quantity is 0 or blank" }),
  clockAheadSeconds: z.int().nullable().openapi({
    description: "So far Smaregi's clock is ahead of ours, by its last answers; null: not known yet",
  }),
  syncLatencies: z.array(z.object({ at: time, milliseconds: z.int() })),
});

const none = done(204, "Done");

function shown(c: Request, { sendAgain: does, fact: met, attempts, ...entry }: ReturnType<typeof logEntry>) {
  const { text: reason, fact: own } = told(c, met);
  const tried = attempts?.map(({ at, fact: each }) => ({ at, ...toldPlainly(c, each) }));
  return {
    ...entry,
    reason,
    fact: own,
    ...toldPlainly(c, met),
    ...(tried === undefined ? {} : { attempts: tried }),
    ...(does === undefined ? {} : { sendAgain: does[languageOf(c)] }),
  };
}

type Shown = Awaited<ReturnType<typeof readStatus>>["connection"];

function shownConnection(c: Request, how: Shown) {
  if (how.state === "off") return how;
  const { forced, maintenance, ...rest } = how;
  const shownForced = forced === undefined ? {} : { forced: { ...forced, by: toldActor(c, forced.by) } };
  if (maintenance === undefined) return { ...rest, ...shownForced };
  const { since, fact: met } = maintenance;
  const { plain: reason, fact: own } = told(c, met);
  return { ...rest, ...shownForced, maintenance: { since, reason, fact: own } };
}

/** The merchant itself, the log of failures, and the state of the link. */
export function linkRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "get",
      path: "/merchant",
      security,
      responses: answers(200, merchant, "Who the key belongs to"),
    }),
    (c) => {
      const { id, number, name, standing } = c.get("merchant");
      return c.json({ id, number, name, standing }, 200);
    },
  );

  const logQuery = listQuery.extend({ state: z.enum(["open", "repaired", "handled"]).optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/integration-log",
      security,
      request: { query: logQuery },
      responses: answers(200, list(failure), "スマレジ連携ログ, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { items, nextCursor } = await listFailures(ctx, { merchantId, ...c.req.valid("query") });
      return c.json({ items: items.map((entry) => shown(c, entry)), nextCursor }, 200);
    },
  );

  const params = z.object({ id: z.string() });
  door.openapi(
    createRoute({
      method: "post",
      path: "/integration-log/{id}/handled",
      security,
      request: { params },
      responses: none,
    }),
    async (c) => {
      await handleFailure(ctx, { ...callerOf(c), id: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/integration-log/{id}/retry",
      security,
      request: { params },
      responses: done(202, "Under way: the entry is repaired when it went through"),
    }),
    async (c) => {
      await sendAgain(ctx, { ...callerOf(c), id: c.req.valid("param").id });
      return c.body(null, 202);
    },
  );

  const zeroAnswer = json(z.object({ answer: z.enum(["setToZero", "keep", "stop"]) }));
  door.openapi(
    createRoute({
      method: "get",
      path: "/zero-question/held",
      security,
      responses: answers(200, z.object({ items: z.array(heldVariation) }), "What is held, 200 at most"),
    }),
    async (c) => {
      const held = await heldVariations(ctx, callerOf(c).merchantId);
      const items = held.map((row) => ({ ...row, smaregiProductId: row.smaregiProductId ?? "" }));
      return c.json({ items }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/zero-question/answer",
      security,
      request: { body: zeroAnswer },
      responses: answers(200, z.object({ products: z.int() }), "Done, for so many products"),
    }),
    async (c) => c.json(await answerZeros(ctx, { ...callerOf(c), ...c.req.valid("json") }), 200),
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/status",
      security,
      responses: answers(200, status, "How the link stands"),
    }),
    async (c) => {
      const { latestFailure, connection: how, ...rest } = await readStatus(ctx, callerOf(c).merchantId);
      const failed = latestFailure === null ? null : shown(c, latestFailure);
      return c.json({ ...rest, latestFailure: failed, connection: shownConnection(c, how) }, 200);
    },
  );
  return door;
}
