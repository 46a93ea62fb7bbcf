import type { Context } from "../context.ts";
import { pageOf, readCursor } from "../kit/pages.ts";
import type { AuditEvent } from "./rules.ts";
import { readAudit } from "./store.ts";

type State = Record<string, unknown> | null;

/** 監査ログ, newest first. For owners. */
export async function listAudit(
  ctx: Pick<Context, "db">,
  input: {
    merchantId: string;
    event?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
) {
  const { merchantId, limit, event } = input;
  const before = readCursor(input.cursor);
  const events = event === undefined ? undefined : [event];
  const rows = await readAudit(ctx.db, merchantId, { before, limit: limit + 1, events });
  const page = pageOf(rows, limit, ({ id }) => id);
  // Only this program writes entries, by what `addAudit` takes.
  const items = page.items.map(({ id, event: of, before: was, after: is, ...entry }) => ({
    id: String(id),
    ...entry,
    event: of as AuditEvent,
    before: was as State,
    after: is as State,
  }));
  return { ...page, items };
}
