import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { affectedText, causes, incidentAdvice, incidentTitle } from "../../facts/incidents.ts";
import { listIncidents, readIncident } from "../../incidents/read-incidents.ts";
import { retryIncident } from "../../incidents/retry-incident.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, list, listQuery, mode, time, timeOrNull } from "../schemas.ts";
import { delivery } from "./outbox.ts";

const thing = { ja: "障害", en: "incident" };

export const incident = z
  .object({
    id: z.string(),
    cause: z.enum(causes),
    title: z.string(),
    state: z.enum(["open", "closed"]),
    since: time,
    openedAt: time,
    closedAt: timeOrNull,
    affected: z.object({ orders: z.int(), variations: z.int() }),
    affectedText: z.string().nullable(),
    notices: z.array(delivery.extend({ channel: z.string(), to: z.string(), at: time })),
  })
  .openapi("Incident");

export const incidentWhole = incident
  .extend({
    byItself: z.string().openapi({ description: "What goes on by itself" }),
    asked: z.string().openapi({ description: "What people are asked to do" }),
    mode,
    open: z
      .object({ orders: z.int(), products: z.int() })
      .openapi({ description: "What POST .../retry would send again" }),
  })
  .openapi("IncidentWhole");

type Row = Awaited<ReturnType<typeof listIncidents>>["items"][number];

const shown = (c: Request, row: Row) => ({
  ...row,
  title: incidentTitle(row.cause, languageOf(c)),
  affectedText: affectedText(row.affected, languageOf(c)),
});

/** Failures that belong together (B10, P9): what, since when, what they are about, who was told. */
export function incidentRoutes(ctx: Context) {
  const door = openDoor();
  const query = listQuery.extend({ state: z.enum(["open", "closed"]).optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/incidents",
      security,
      request: { query },
      responses: answers(200, list(incident), "Incidents, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { items, nextCursor } = await listIncidents(ctx, { merchantId, ...c.req.valid("query") });
      return c.json({ items: items.map((row) => shown(c, row)), nextCursor }, 200);
    },
  );
  const params = z.object({ id: z.string() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/incidents/{id}",
      security,
      request: { params },
      responses: answers(200, incidentWhole, "One incident"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const whole = await readIncident(ctx, { merchantId, id: idOf(c, thing) });
      const advice = incidentAdvice(whole.cause, whole.mode, languageOf(c));
      return c.json({ ...whole, ...shown(c, whole), ...advice }, 200);
    },
  );
  const sent = z.object({ orders: z.int(), products: z.int() });
  door.openapi(
    createRoute({
      method: "post",
      path: "/incidents/{id}/retry",
      security,
      request: { params },
      responses: answers(200, sent, "Under way: so many orders are sent, and products read, again"),
    }),
    async (c) => {
      const { merchantId, actor } = callerOf(c);
      return c.json(await retryIncident(ctx, { merchantId, actor, id: idOf(c, thing) }), 200);
    },
  );
  return door;
}
