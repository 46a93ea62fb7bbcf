import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { transact, type Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { addFailures } from "../link-log/store.ts";
import { addLog } from "../orders/store.ts";
import { noteAbsent } from "../signals/absent/store.ts";
import type { OrderLink } from "../transactions/rules.ts";
import { lockLink, type StoredRow } from "../transactions/store.ts";
import { hear, isStillOurs, put } from "../transactions/told.ts";
import { linkPlace } from "../place/store.ts";
import { applyCourse, lockMoved } from "./apply-course.ts";
import type { Work } from "./claim.ts";
import type { Heard } from "./look.ts";
import { newsOf } from "./news.ts";
import { backOffMs, fullWaitMs } from "./rules.ts";
import { tellFailure } from "./tell-failure.ts";

/**
 * Writes the result of a call in one transaction: the order's link, its log (O5), the integration log (F1), and the effect on the
 * stock.
 */
export async function record(ctx: Context, work: Work, heard: Heard): Promise<void> {
  const { merchantId, orderId, claim } = work;
  const { told } = heard;
  const outcome = await transact(ctx.db, async (tx) => {
    const order = await lockLink(tx, merchantId, orderId);
    const rows = await lockMoved(tx, merchantId, order);
    const place = await linkPlace(tx, merchantId);
    const { now, placed } = place;
    const before = order.link.rows.find(({ id }) => id === claim.rowId);
    if (before === undefined) throw new Error(`The transaction ${claim.rowId} is not the order's`);
    const isOurs = isStillOurs(before, claim, told.call);
    const met = heard.reason === null ? {} : { error: errorAfter(before, told.call, heard.reason) };
    const status = heard.status === null ? {} : { status: heard.status };
    // The row keeps the call's error, whatever happens to the row next.
    const known = { ...before, ...(isOurs && told.call !== "look" ? { ...met, ...status } : {}) };
    const link = put(order.link, known);
    const asked = {
      now,
      newId,
      mode: placed?.mode ?? ("standard" as const),
      boundMs: fullWaitMs(ctx.settings),
      backMs: backOffMs(before.registers + before.cancels, Math.random()),
    };
    const course = hear(link, claim, told, asked);
    const telling = isOurs ? tellingOf(order.link, course.link, work, heard) : null;
    const own = telling?.isReported ? reported(course.link, claim.rowId) : course.link;
    const unknown = heard.unknownProducts ?? [];
    const at = { merchantId, place, actor: "smaregi" };
    await applyCourse(tx, at, order, { ...course, link: own, read: [...course.read, ...unknown] }, rows);
    // A stock row that was left behind proves nothing, so the product itself is asked for (case 02).
    const gone = unknown.map((smaregiProductId) => ({
      smaregiProductId,
      kind: "gone" as const,
      fell: false,
    }));
    await noteAbsent(tx, merchantId, gone);
    // For example a second sale that was found, or the late answer of a frozen process.
    for (const { rowId, entry } of newsOf(order.link, own, null))
      if (!isOurs || rowId !== claim.rowId)
        await addLog(tx, { merchantId, orderId, actor: "smaregi", ...entry });
    await write(tx, merchantId, work, heard, telling);
    return telling?.kind ?? null;
  });
  if (outcome !== null) ctx.metrics.transactions.inc({ outcome });
}

type Telling =
  | { kind: "registered" | "cancelled"; transactionId: string; byLook: boolean; isReported: false }
  | {
      kind: "registrationFailed" | "cancellationFailed";
      reasons: Fact[];
      next?: "sentAgain" | "lookedFor";
      isReported: true;
    };

/** What to tell people about a change of the row; null if nothing. */
function tellingOf(before: OrderLink, after: OrderLink, work: Work, heard: Heard): Telling | null {
  const was = before.rows.find(({ id }) => id === work.claim.rowId);
  const is = after.rows.find(({ id }) => id === work.claim.rowId);
  if (was === undefined || is === undefined) return null;
  const byLook = heard.told.call === "look" || heard.told.kind === "sales";
  const isCancel = was.state === "cancelling" || was.state === "cancelUnclear";
  if (!isCancel && is.state === "standing" && is.transactionId !== null)
    return { kind: "registered", transactionId: is.transactionId, byLook, isReported: false };
  if (isCancel && is.state === "gone")
    return { kind: "cancelled", transactionId: is.transactionId ?? "", byLook, isReported: false };
  const kind = isCancel ? "cancellationFailed" : "registrationFailed";
  // It was booked and cancelled at the till before we knew, so the merchant is asked.
  if (after.follows === "asked" && before.follows !== "asked" && heard.told.kind === "sales") {
    const data = { transactionId: heard.told.cancelled[0] ?? "" };
    return { kind, reasons: [{ kind: "cancelledAtTill", data }], isReported: true };
  }
  const reasons = reasonsOf(was, heard);
  if (is.halt !== null && was.halt === null) return { kind, reasons, isReported: true };
  const isWaiting = is.state === "planned" || (isCancel && is.state === "standing");
  const waits = is.retryAt !== null && (isWaiting || (byLook && heard.told.kind === "failed"));
  // A state that only a person can end is always told, whatever was told before about the same sale.
  const isForPerson = heard.reason?.kind === "standsUnknown" && was.error?.kind !== "standsUnknown";
  if (!waits || (was.reported && !isForPerson)) return null;
  return { kind, reasons, next: isWaiting ? "sentAgain" : "lookedFor", isReported: true };
}

/** First the call's own error, then what a look found. */
function reasonsOf(row: { error: Fact | null }, { told, reason }: Heard): Fact[] {
  const met = told.call === "look" ? [row.error, reason] : [reason];
  return met.filter((each) => each !== null);
}

const errorAfter = (row: StoredRow, call: string, reason: Fact): Fact =>
  call === "look" ? (row.error ?? reason) : reason;

function reported(link: OrderLink, rowId: string): OrderLink {
  return { ...link, rows: link.rows.map((row) => (row.id === rowId ? { ...row, reported: true } : row)) };
}

async function write(
  tx: Tx,
  merchantId: string,
  { orderId, row, call }: Work,
  heard: Heard,
  telling: Telling | null,
): Promise<void> {
  if (telling === null) return;
  const log = (event: string, fact: Fact, transactionId: string | null) =>
    addLog(tx, { merchantId, orderId, event, fact, transactionId, actor: "smaregi" });
  if (!telling.isReported && telling.kind === "registered") {
    const { transactionId, byLook } = telling;
    const unknown = heard.unknownProducts ?? [];
    const named = unknown.length === 0 ? {} : { unknownProducts: unknown };
    const data = { transactionId, byLook, ...named };
    await log("transactionRegistered", { kind: "registered", data }, transactionId);
    if (unknown.length === 0) return;
    const fact = { kind: "leftOut", data: { productIds: unknown } } as const;
    await addFailures(tx, merchantId, [
      { call: "transactionRegister", orderId, rowId: row.id, status: null, fact },
    ]);
    return;
  }
  if (!telling.isReported) {
    const { transactionId, byLook } = telling;
    const fact: Fact =
      heard.isMissing === true
        ? { kind: "transactionGone", data: { transactionId } }
        : { kind: "cancelled", data: { transactionId, byLook } };
    return await log("transactionCancelled", fact, transactionId);
  }
  const { kind, reasons, next } = telling;
  const status = heard.status ?? (call === "look" ? row.status : null);
  const failed = kind === "cancellationFailed" ? "cancel" : "register";
  const goesOn = next === undefined ? {} : { next };
  await tellFailure(tx, { merchantId, orderId, row }, { call: failed, status, reasons, ...goesOn });
}
