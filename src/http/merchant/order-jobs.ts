import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { AppError } from "../../kit/errors.ts";
import { beginJob } from "../../order-jobs/begin-job.ts";
import { listOutcomes, readJob } from "../../order-jobs/read-job.ts";
import { callerOf, idOf, openDoor, security, type MerchantEnv } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, json, list, listQuery, time, timeOrNull, uuid } from "../schemas.ts";
import { toldActor } from "../told.ts";
import { chosenOrders } from "./chosen-input.ts";
import { status } from "./order-input.ts";
import { payment, shipping } from "./order-work-input.ts";

const action = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("work"), payment: payment.optional(), shipping: shipping.optional() }),
  z.strictObject({ kind: z.literal("status"), status }),
  z.strictObject({ kind: z.literal("send") }),
]);
const jobInput = z.object({
  id: uuid.openapi({ description: "Chosen by the caller: sent twice, it is one job" }),
  orders: chosenOrders,
  action,
});
const outcome = z.enum(["done", "same", "refused"]);

export const orderJob = z
  .object({
    id: z.string(),
    action: z.record(z.string(), z.unknown()).openapi({ description: "Its `kind`, and what goes with it" }),
    actor: z.string(),
    state: z.enum(["waiting", "done"]),
    total: z.int(),
    done: z.int(),
    same: z.int().openapi({ description: "Of these nothing was left to do" }),
    refused: z.int(),
    createdAt: time,
    endedAt: timeOrNull,
  })
  .openapi("OrderJob");

export const jobOutcome = z.object({
  orderId: z.string().nullable(),
  label: z.string().openapi({ description: "The order's number, or what a file says" }),
  outcome: outcome.nullable(),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
});

const params = z.object({ id: z.string() });
const thing = { ja: "一括操作", en: "order job" };

/** One press for many orders: its start, its progress, and the result of each order. */
export function orderJobRoutes(ctx: Context) {
  const door = openDoor();
  const shown = async (c: Request<MerchantEnv>, id: string) => {
    const job = await readJob(ctx, { ...callerOf(c), id });
    const asked: Record<string, unknown> = { ...job.action };
    return { ...job, action: asked, actor: toldActor(c, job.actor) } as z.input<typeof orderJob>;
  };
  door.openapi(
    createRoute({
      method: "post",
      path: "/order-jobs",
      security,
      request: { body: json(jobInput) },
      responses: answers(202, orderJob, "Taken; see GET /order-jobs/{id}"),
    }),
    async (c) => {
      const { id, orders, action: asked } = c.req.valid("json");
      if (asked.kind === "send" && !c.get("merchant").may.includes("link.repair")) throw mayNotSend();
      await beginJob(ctx, { ...callerOf(c), id, chosen: orders, action: asked });
      return c.json(await shown(c, id), 202);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/order-jobs/{id}",
      security,
      request: { params },
      responses: answers(200, orderJob, "How far it is"),
    }),
    async (c) => c.json(await shown(c, idOf(c, thing)), 200),
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/order-jobs/{id}/outcomes",
      security,
      request: { params, query: listQuery.extend({ outcome: outcome.optional() }) },
      responses: answers(200, list(jobOutcome), "What became of each order, in their order"),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("query"), id: idOf(c, thing) };
      const found = await listOutcomes(ctx, at);
      const language = languageOf(c);
      const items = found.items.map(({ reason, ...item }) => ({
        ...item,
        reason: reason === null ? null : { code: reason.code, text: reason.detail[language] },
      }));
      return c.json({ ...found, items }, 200);
    },
  );
  return door;
}

const mayNotSend = (): AppError =>
  new AppError("forbidden", {
    ja: "スマレジに送り直す権限がありません。",
    en: "You may not send orders to Smaregi again.",
  });
