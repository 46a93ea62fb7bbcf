import type { OrderStatus } from "../kit/tables.ts";
import type { Carrier, Payment, Shipping } from "../orders/work/rules.ts";

/** What one press does to many orders. */
export type OrderAction =
  | { kind: "work"; payment?: Payment | undefined; shipping?: Shipping | undefined }
  | { kind: "status"; status: OrderStatus }
  /** 送り直す: sends each order to Smaregi as it is now. */
  | { kind: "send" }
  /** A parcel's number from a carrier's file: the order was shipped. `before`: the order's number when the file was looked at. */
  | {
      kind: "ship";
      carrier: Carrier;
      trackingNumber: string;
      shippedOn: string;
      before?: string | null | undefined;
    };

export type JobOutcome = "done" | "same" | "refused";

/** The most orders of one press; larger numbers are named by their search, part by part. */
export const mostOfJob = 10_000;

/** Writes an action in one spelling, so that the same press is recognized when it is repeated. */
export const actionKey = (action: OrderAction): string =>
  JSON.stringify(
    Object.entries(action)
      .filter(([, value]) => value !== undefined)
      .toSorted(),
  );

/** The progress of a job. */
export type JobCounts = { total: number; done: number; same: number; refused: number };
