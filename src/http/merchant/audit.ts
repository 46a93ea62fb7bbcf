import { createRoute, z } from "@hono/zod-openapi";
import { listAudit } from "../../audit/read-audit.ts";
import { auditEvents } from "../../audit/rules.ts";
import type { Context } from "../../context.ts";
import { tellActor } from "../../facts/actors.ts";
import { csvText } from "../../kit/csv.ts";
import { defuse } from "../../kit/csv-safe.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, list, listQuery, time } from "../schemas.ts";

const state = z.record(z.string(), z.unknown()).nullable();
const entry = z
  .object({
    id: z.string(),
    at: time,
    event: z.enum(auditEvents),
    actor: z.string(),
    address: z.string().nullable().openapi({ description: "Where the request came from" }),
    subject: z.string().nullable(),
    before: state,
    after: state,
  })
  .openapi("AuditEntry");

/** The most entries of one export. */
const mostExported = 100_000;

/** 監査ログ: who came in, and who changed what may be done. For owners. */
export function auditRoutes(ctx: Context) {
  const door = openDoor();
  const query = listQuery.extend({ event: z.enum(auditEvents).optional() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/audit-log",
      security,
      request: { query },
      responses: answers(200, list(entry), "監査ログ, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { items, nextCursor } = await listAudit(ctx, { merchantId, ...c.req.valid("query") });
      const told = items.map((each) => ({
        ...each,
        event: each.event as (typeof auditEvents)[number],
        actor: tellActor(each.actor, languageOf(c)),
      }));
      return c.json({ items: told, nextCursor } as never, 200);
    },
  );
  door.get("/audit-log.csv", async (c) => {
    const { merchantId } = callerOf(c);
    const { items } = await listAudit(ctx, { merchantId, limit: mostExported });
    const rows = items.map(({ at, event, actor, address, subject, before, after }) =>
      [
        at.toISOString(),
        event,
        tellActor(actor, languageOf(c)),
        address ?? "",
        subject ?? "",
        before === null ? "" : JSON.stringify(before),
        after === null ? "" : JSON.stringify(after),
      ].map(defuse),
    );
    const heading = ["at", "event", "actor", "address", "subject", "before", "after"];
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", 'attachment; filename="audit-log.csv"');
    return c.body(`\u{FEFF}${csvText([heading, ...rows])}`);
  });
  return door;
}
