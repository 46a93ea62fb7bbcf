import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { pageOf, readCursor } from "../kit/pages.ts";
import type { AuditEvent, By } from "./rules.ts";
import { addAudit, readAudit, type AuditSearch } from "./store.ts";

type State = Record<string, unknown> | null;
type With = Pick<Context, "db">;

/** Only this program writes entries, in the form that `addAudit` accepts. */
const shown = ({ id, event, before, after, ...entry }: Awaited<ReturnType<typeof readAudit>>[number]) => ({
  id: String(id),
  ...entry,
  event: event as AuditEvent,
  before: before as State,
  after: after as State,
});

/** 監査ログ, newest first. For owners. */
export async function listAudit(
  ctx: With,
  input: { merchantId: string; cursor?: string | undefined; limit: number; search: AuditSearch },
) {
  const { merchantId, limit, search } = input;
  const before = readCursor(input.cursor, "bigint");
  const rows = await readAudit(ctx.db, merchantId, { before, limit: limit + 1, search });
  const page = pageOf(rows, limit, ({ id }) => id);
  return { ...page, items: page.items.map(shown) };
}

/** 監査ログ for a file, newest first. The export itself is recorded as an entry. */
export async function exportAudit(
  ctx: With,
  input: { merchantId: string; limit: number; search: AuditSearch; by: By },
) {
  const { merchantId, limit, search, by } = input;
  return await transact(ctx.db, async (tx) => {
    const rows = await readAudit(tx, merchantId, { before: null, limit, search });
    await addAudit(tx, merchantId, { event: "auditExported", by, after: { entries: rows.length } });
    return rows.map(shown);
  });
}
