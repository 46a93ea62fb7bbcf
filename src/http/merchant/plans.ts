import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { listPlanOrders, listPlans, readPlan } from "../../plans/read-plans.ts";
import { changePlan, createPlan, endPlan, retryPlan, skipDate } from "../../plans/save-plan.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, day, json, list, listQuery, time } from "../schemas.ts";
import { customer, lines, money, newMoney, withMoney } from "./order-input.ts";

const kind = z.enum(["subscription", "membershipFee"]);
const state = z.enum(["active", "paused", "ended"]);
const every = z.discriminatedUnion("unit", [
  z.object({ unit: z.literal("week"), count: z.int().min(1).max(52) }),
  z.object({ unit: z.literal("month"), count: z.int().min(1).max(24) }),
]);

const newPlan = z.object({
  kind,
  every,
  firstOn: day,
  endsOn: day.nullable().default(null),
  lines,
  ...newMoney,
  customer: customer.optional(),
});
const change = z
  .object({ every, endsOn: day.nullable(), lines, ...money, customer, state: z.enum(["active", "paused"]) })
  .partial();

export const plan = z
  .object({
    id: z.string(),
    kind,
    state,
    every: z.object({ unit: z.enum(["week", "month"]), count: z.int() }),
    firstOn: z.string(),
    endsOn: z.string().nullable(),
    nextOn: z.string().nullable(),
    lines: z.array(
      z.object({
        variationId: z.string(),
        productName: z.string(),
        variationName: z.string(),
        systemProductNumber: z.string(),
        quantity: z.int(),
        unitPrice: z.int().optional(),
        price: z.int().openapi({ description: "`unitPrice`, or what the shop asks today" }),
        answers: z.union([z.array(z.string()), z.record(z.string(), z.string())]).optional(),
      }),
    ),
    ...money,
    customer: z.record(z.string(), z.unknown()).nullable(),
    problem: z.string().nullable().openapi({ description: "Why the order of `nextOn` could not be placed" }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi("Plan");

export const planOrder = z.object({
  dueOn: z.string(),
  orderId: z.string().nullable(),
  orderNumber: z.string().nullable(),
  at: time,
});

const thing = { ja: "定期購入・会費", en: "plan" };
const params = z.object({ id: z.string() });

/** Plans: subscriptions and membership fees, which place their orders on their dates. */
export function planRoutes(ctx: Context) {
  const door = openDoor();
  type Plan = z.input<typeof plan>;
  const shown = (c: Request, { problem, ...rest }: Awaited<ReturnType<typeof readPlan>>): Plan => {
    return { ...rest, problem: problem === null ? null : problem[languageOf(c)] } as Plan;
  };
  const read = async (c: Request, at: { merchantId: string; id: string }) =>
    shown(c, await readPlan(ctx, at));

  door.openapi(
    createRoute({
      method: "post",
      path: "/plans",
      security,
      request: { body: json(newPlan) },
      responses: answers(201, plan, "Made; its first order comes on its first date"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { rest, money: amounts } = withMoney(c.req.valid("json"));
      const id = await createPlan(ctx, { merchantId, plan: { ...rest, money: amounts } });
      return c.json(await read(c, { merchantId, id }), 201);
    },
  );

  const query = listQuery.extend({ kind: kind.optional(), state: state.optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/plans",
      security,
      request: { query },
      responses: answers(200, list(plan), "Newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { items, nextCursor } = await listPlans(ctx, { merchantId, ...c.req.valid("query") });
      return c.json({ items: items.map((item) => shown(c, item)), nextCursor }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/plans/{id}",
      security,
      request: { params },
      responses: answers(200, plan, "The plan"),
    }),
    async (c) => c.json(await read(c, { ...callerOf(c), id: idOf(c, thing) }), 200),
  );

  door.openapi(
    createRoute({
      method: "patch",
      path: "/plans/{id}",
      security,
      request: { params, body: json(change) },
      responses: answers(200, plan, "Changed, from its next date on"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      const { rest, money: amounts } = withMoney(c.req.valid("json"));
      await changePlan(ctx, { ...at, change: { ...rest, money: amounts } });
      return c.json(await read(c, at), 200);
    },
  );

  for (const [word, verb, said] of [
    ["end", endPlan, "Ended for good"],
    ["retry", retryPlan, "The date that is open is tried again"],
  ] as const) {
    door.openapi(
      createRoute({
        method: "post",
        path: `/plans/{id}/${word}`,
        security,
        request: { params },
        responses: answers(200, plan, said),
      }),
      async (c) => {
        const at = { ...callerOf(c), id: idOf(c, thing) };
        await verb(ctx, at);
        return c.json(await read(c, at), 200);
      },
    );
  }

  const seen = z.object({ on: day.optional() });
  const skipped = "The next date is passed over; with `on`, where that date is still the next one";
  door.openapi(
    createRoute({
      method: "post",
      path: "/plans/{id}/skip",
      security,
      request: { params, query: seen },
      responses: answers(200, plan, skipped),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      const { on } = c.req.valid("query");
      await skipDate(ctx, { ...at, ...(on !== undefined && { on }) });
      return c.json(await read(c, at), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/plans/{id}/orders",
      security,
      request: { params, query: listQuery },
      responses: answers(200, list(planOrder), "Its dates that are over, newest first"),
    }),
    async (c) => {
      const at = { ...callerOf(c), ...c.req.valid("query"), id: idOf(c, thing) };
      return c.json(await listPlanOrders(ctx, at), 200);
    },
  );
  return door;
}
