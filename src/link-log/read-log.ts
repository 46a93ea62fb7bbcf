import type { Context } from "../context.ts";
import { notFound, type Text } from "../kit/errors.ts";
import { pageOf, readCursor } from "../kit/pages.ts";
import { readFailures, type FailureRow } from "./store.ts";

/** One entry of スマレジ連携ログ as the API shows it (F1). */
export function logEntry(row: FailureRow) {
  const { id, at, call, status, fact, state } = row;
  return {
    id: String(id),
    at,
    call,
    ...(row.orderNumber === null ? {} : { orderNumber: row.orderNumber }),
    ...(row.systemProductNumber === null ? {} : { systemProductNumber: row.systemProductNumber }),
    ...(row.smaregiProductId === null ? {} : { smaregiProductId: row.smaregiProductId }),
    ...(status === null ? {} : { status }),
    fact,
    state,
    // Only an entry that failed more than once has attempts. Each has its own time; the first one's time is that of the entry.
    ...(row.triedAt === null
      ? {}
      : {
          attempts: [
            ...row.tries.map((each) => ({ ...each, at: new Date(each.at) })),
            { at: row.triedAt, fact },
          ],
        }),
    ...(state === "open" ? { sendAgain: whatItDoes[call], goesOn: row.goesOn } : {}),
  };
}

/** What sending again will do; shown before the press (B4). */
const whatItDoes: Record<FailureRow["call"], Text> = {
  stockList: {
    ja: "スマレジの在庫数をもう一度取得します。",
    en: "Asks Smaregi for the quantity once more.",
  },
  transactionRegister: {
    ja: "スマレジの取引を確認し、登録されていなければ登録します。二重には登録しません。",
    en: "Looks for the transaction in Smaregi, and registers it only if it is not there.",
  },
  transactionCancel: {
    ja: "スマレジの取引を確認し、取り消されていなければ取り消します。受注を編集していた場合は、続けて登録します。",
    en: "Looks at the transaction in Smaregi, and cancels it only if it still stands; then registers an edited order anew.",
  },
};

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
  const before = readCursor(input.cursor, "bigint");
  const rows = await readFailures(ctx.db, merchantId, { before, limit: limit + 1, state });
  const page = pageOf(rows, limit, (row) => row.id);
  return { ...page, items: page.items.map(logEntry) };
}

/** F2: the newest failure that is neither repaired nor handled; null if all is well. */
export async function latestFailure(ctx: Context, merchantId: string) {
  const [row] = await readFailures(ctx.db, merchantId, { before: null, limit: 1, state: "open" });
  return row === undefined ? null : logEntry(row);
}

/** One entry. Throws a 404 if it is not this merchant's. */
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
