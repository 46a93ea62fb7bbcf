import { createRoute, z } from "@hono/zod-openapi";
import { listAudit } from "../../audit/read-audit.ts";
import { auditEvents } from "../../audit/rules.ts";
import type { Context } from "../../context.ts";
import { csvText, encodeCsv } from "../../kit/csv.ts";
import { defuse } from "../../kit/csv-safe.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { answers, list, listQuery, time } from "../schemas.ts";
import { toldActor } from "../told.ts";
import { csvAnswer, csvResponse } from "./csv-files.ts";

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
      const named = items.map((each) => ({ ...each, actor: toldActor(c, each.actor) }));
      return c.json({ items: named, nextCursor }, 200);
    },
  );
  door.openapi(
    createRoute({
      method: "get",
      path: "/audit-log.csv",
      security,
      responses: csvAnswer("監査ログ as a file, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { items } = await listAudit(ctx, { merchantId, limit: mostExported });
      const text = (state: object | null) => (state === null ? "" : JSON.stringify(state));
      const rows = items.map(({ at, event, actor, address, subject, before, after }) =>
        [
          at.toISOString(),
          event,
          toldActor(c, actor),
          address ?? "",
          subject ?? "",
          text(before),
          text(after),
        ].map(defuse),
      );
      const heading = ["at", "event", "actor", "address", "subject", "before", "after"];
      const bytes = encodeCsv(csvText([heading, ...rows]), "utf8", true);
      return csvResponse(bytes, { name: "audit-log.csv", encoding: "utf8" });
    },
  );
  return door;
}
