import type { OrderStatus } from "../kit/tables.ts";
import type { Carrier, Payment, Shipping } from "../orders/work/rules.ts";

/** What one press does to many orders. */
export type OrderAction =
  | { kind: "work"; payment?: Payment | undefined; shipping?: Shipping | undefined }
  | { kind: "status"; status: OrderStatus }
  /** 送り直す: has Smaregi follow each as it is now. */
  | { kind: "send" }
  /** A parcel's number from a carrier's file: the order is on its way. `before`: the number that it had when the file was looked at. */
  | {
      kind: "ship";
      carrier: Carrier;
      trackingNumber: string;
      shippedOn: string;
      before?: string | null | undefined;
    };

export type JobOutcome = "done" | "same" | "refused";

/** Orders of one press at the most; more are named by their search, part by part. */
export const mostOfJob = 10_000;

/** What a press asks for, in one spelling: the same press again is told from another one. */
export const actionKey = (action: OrderAction): string =>
  JSON.stringify(
    Object.entries(action)
      .filter(([, value]) => value !== undefined)
      .toSorted(),
  );

/** How far a job is. */
export type JobCounts = { total: number; done: number; same: number; refused: number };
