import type { Context } from "../context.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { pageOf, readCursor } from "../kit/pages.ts";
import { markHandled, readFailures, type FailureRow } from "./store.ts";

/** One entry of スマレジ連携ログ as the API shows it (F1). */
export function logEntry(row: FailureRow) {
  const { id, at, call, status, reason, state } = row;
  return {
    id: String(id),
    at,
    call,
    ...(row.orderNumber === null ? {} : { orderNumber: row.orderNumber }),
    ...(row.systemProductNumber === null ? {} : { systemProductNumber: row.systemProductNumber }),
    ...(row.smaregiProductId === null ? {} : { smaregiProductId: row.smaregiProductId }),
    ...(status === null ? {} : { status }),
    reason,
    state,
  };
}

/** The merchant's failures, newest first. */
export async function listFailures(
  ctx: Context,
  input: {
    merchantId: string;
    state?: "open" | "repaired" | "handled" | undefined;
    cursor?: string | undefined;
    limit: number;
  },
) {
  const { merchantId, limit, state } = input;
  const before = readCursor(input.cursor);
  const rows = await readFailures(ctx.db, merchantId, { before, limit: limit + 1, state });
  const page = pageOf(rows, limit, (row) => row.id);
  return { ...page, items: page.items.map(logEntry) };
}

/** F2: the newest failure that is neither repaired nor handled; null where all is well. */
export async function latestFailure(ctx: Context, merchantId: string) {
  const [row] = await readFailures(ctx.db, merchantId, { before: null, limit: 1, state: "open" });
  return row === undefined ? null : logEntry(row);
}

/** One entry; 404 where it is not this merchant's. */
export async function readFailure(
  ctx: Context,
  input: { merchantId: string; id: string },
): Promise<FailureRow> {
  const id = /^\d{1,15}$/.test(input.id) ? Number(input.id) : null;
  const rows =
    id === null ? [] : await readFailures(ctx.db, input.merchantId, { before: null, limit: 1, id });
  const [row] = rows;
  if (row === undefined) throw notFound({ ja: "連携ログ", en: "log entry" });
  return row;
}

/** B4: the merchant has put the thing right by hand. 409 where the entry is closed already. */
export async function handleFailure(ctx: Context, input: { merchantId: string; id: string }): Promise<void> {
  const row = await readFailure(ctx, input);
  if (await markHandled(ctx.db, input.merchantId, row.id)) return;
  throw new AppError("log_entry_closed", {
    ja: "この連携ログは対応済みです。",
    en: "This log entry was closed before.",
  });
}
