import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { transact, type Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import type { Halt } from "../kit/tables.ts";
import { readPaymentMethod, updateLink } from "../orders/store.ts";
import { atOf } from "../orders/change-link.ts";
import { decide, type Decision, type TransactionRow } from "../transactions/rules.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { writeRows } from "../transactions/rows/store.ts";
import { lockLink, type LinkedOrder, type StoredRow } from "../transactions/store.ts";
import { dropped, goingOut, halted, renew, resumed } from "../transactions/claimed.ts";
import { only, type Course } from "../transactions/course.ts";
import type { Claim } from "../transactions/told.ts";
import { restoredSince } from "../merchants/store.ts";
import { mayCall } from "../place/rules.ts";
import { linkPlace, type LiveConnection } from "../place/store.ts";
import { applyCourse, lockMoved } from "./apply-course.ts";
import { paidBy, type PaidBy } from "./rules.ts";
import type { Lost } from "./look.ts";
import { tellFailure } from "./tell-failure.ts";

/** A call to make for an order: the row as it is now, and the claim under which the answer counts. */
export type Work = {
  merchantId: string;
  orderId: string;
  connection: LiveConnection;
  call: "look" | "register" | "cancel";
  row: StoredRow;
  claim: Claim;
  /** The database's time before the call. */
  now: Date;
  /** For a registration: the payment that Smaregi is told. */
  paid: PaidBy;
  /** For a registration: where to look for sales of the order that a restored database may have forgotten. */
  lost: Lost | null;
};

/**
 * Decides the next step of an order and claims it, in one transaction, so that an edit or a cancellation comes before or after it,
 * never between. If the process dies after it, the next start finds the row as being sent and looks for it (B3). Returns the call to
 * make; `done` if something was written and no call is needed; `stop` if no call of the merchant may be made now (C3, C5); null if
 * nothing is due.
 */
export async function claim(
  ctx: Context,
  { merchantId, orderId }: { merchantId: string; orderId: string },
): Promise<Work | "done" | "stop" | null> {
  return await transact(ctx.db, async (tx) => {
    const order = await lockLink(tx, merchantId, orderId);
    const place = await linkPlace(tx, merchantId);
    const connection = place.live;
    if (!mayCall(connection)) return "stop";
    const at = atOf(place);
    const next: Decision = at === null ? { do: "nothing" } : decide(order.link, at);
    if (at === null || next.do === "nothing" || next.do === "wait") {
      // Nothing to do now. Writing that into the order's row keeps the query for due orders from finding it again.
      await updateLink(tx, merchantId, orderId, linkColumns(order.link, at, place.now));
      return null;
    }
    const { now } = place;
    const row = order.link.rows.find(({ id }) => id === next.row.id);
    if (row === undefined) throw new Error(`The transaction ${next.row.id} is not the order's`);
    const work = (
      stored: StoredRow,
      call: Work["call"],
      { paid = null, lost = null }: Partial<Pick<Work, "paid" | "lost">> = {},
    ): Work => {
      const fence = stored.registers + stored.cancels;
      const own = { rowId: stored.id, fence };
      return { merchantId, orderId, connection, call, row: stored, claim: own, now, paid, lost };
    };
    switch (next.do) {
      case "look":
        return work(row, "look");
      case "register":
      case "cancel": {
        const { contractId, storeId, terminalId } = connection;
        const out = goingOut(row, next.do, { contractId, storeId, terminalId }, now);
        const [stored] = await writeRows(tx, merchantId, orderId, [row], [out]);
        const map = connection.paymentMethods;
        // A second sending uses the map of its own time: what is sent again exists nowhere yet.
        const isMapped = next.do === "register" && map.length > 0;
        const paid = isMapped ? paidBy(await readPaymentMethod(tx, merchantId, orderId), map) : null;
        const lost = next.do === "register" ? await lostOf(tx, order) : null;
        return work(stored ?? row, next.do, { paid, lost });
      }
      case "drop":
      case "halt":
      case "renew":
      case "resume": {
        const rows = await lockMoved(tx, merchantId, order);
        const course = courseOf(order, next, row, now);
        await applyCourse(tx, { merchantId, place, actor: "smaregi" }, order, course, rows);
        if (next.do === "halt") {
          const call = next.halt === "registerFailed" ? "register" : "cancel";
          const failed = { call, status: row.status, reasons: reasonsOfHalt(row, next.halt) } as const;
          await tellFailure(tx, { merchantId, orderId, row }, failed);
        }
        return "done";
      }
      default:
        return next satisfies never;
    }
  });
}

/** An order that is older than a restored backup may have been edited and sent between the backup and its restore. */
async function lostOf(tx: Tx, { createdAt, link }: LinkedOrder): Promise<Lost | null> {
  const until = await restoredSince(tx, createdAt);
  if (until === null) return null;
  return { from: createdAt, until, known: link.rows.flatMap(({ transactionId }) => transactionId ?? []) };
}

function courseOf({ link }: LinkedOrder, next: Decision, row: TransactionRow, now: Date): Course {
  if (next.do === "halt") return halted(link, row, next.halt, now);
  if (next.do === "drop") return dropped(link, row, now);
  if (next.do === "resume") return resumed(link, row, now);
  return only(renew(link, row, { now, newId }));
}

/** The reasons that people read about a row that is halted although no call of it failed now. */
function reasonsOfHalt({ transactionId, place, error }: StoredRow, halt: Halt): Fact[] {
  if (halt === "otherContract") {
    const data = { transactionId: transactionId ?? "", contractId: place?.contractId ?? "" };
    return [{ kind: "otherContract", data }];
  }
  return [...(error === null ? [] : [error]), { kind: "modeChanged", data: {} }];
}
