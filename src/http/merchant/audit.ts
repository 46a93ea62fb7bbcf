import { createRoute, z } from "@hono/zod-openapi";
import { exportAudit, listAudit } from "../../audit/read-audit.ts";
import { auditEvents } from "../../audit/rules.ts";
import type { Context } from "../../context.ts";
import { csvText, encodeCsv } from "../../kit/csv.ts";
import { defuse } from "../../kit/csv-safe.ts";
import { timesAsked, timesOf } from "../days.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { answers, list, listQuery, searched, time } from "../schemas.ts";
import { toldActor } from "../told.ts";
import { csvAnswer, csvResponse } from "./csv-files.ts";

const state = z.record(z.string(), z.unknown()).nullable();
export const auditEntry = z
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

/** 監査ログ: who signed in, and who changed permissions and settings. For owners. */
export function auditRoutes(ctx: Context) {
  const door = openDoor();
  const narrowed = {
    event: z.enum(auditEvents).optional(),
    q: searched.openapi({
      description: "Part of who did it, of whom or what it is about, or of the address",
    }),
    ...timesAsked,
  };
  const query = listQuery.extend(narrowed);
  door.openapi(
    createRoute({
      method: "get",
      path: "/audit-log",
      security,
      request: { query },
      responses: answers(200, list(auditEntry), "監査ログ, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { limit, cursor, event, q, ...times } = c.req.valid("query");
      const search = { event, q, ...timesOf(times) };
      const { items, nextCursor } = await listAudit(ctx, { merchantId, limit, cursor, search });
      const named = items.map((each) => ({ ...each, actor: toldActor(c, each.actor) }));
      return c.json({ items: named, nextCursor }, 200);
    },
  );
  door.openapi(
    createRoute({
      method: "get",
      path: "/audit-log.csv",
      security,
      request: { query: z.object(narrowed) },
      responses: csvAnswer("監査ログ as a file, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { event, q, ...times } = c.req.valid("query");
      const search = { event, q, ...timesOf(times) };
      const items = await exportAudit(ctx, { merchantId, limit: mostExported, search, by: byOf(c) });
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
