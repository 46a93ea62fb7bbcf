import type { OrderStatus } from "../../kit/tables.ts";

export type Payment = "unpaid" | "paid";
export type Shipping = "unshipped" | "preparing" | "shipped";
export type Carrier = "yamato" | "sagawa" | "japanPost" | "other";

/** The two axes of an order: its money (入金), and its goods (発送). */
export type Axes = { payment: Payment; shipping: Shipping };

/** What the shop notes about an order while it works on it (作業データ). Days are Japan's. None of it goes to Smaregi. */
export type Work = Axes & {
  paidOn: string | null;
  shippedOn: string | null;
  memo: string;
  carrier: Carrier | null;
  trackingNumber: string | null;
  deliverOn: string | null;
  /** From which hour until which, for example `1416`. */
  deliverTime: string | null;
};
export type WorkField = keyof Work;
/** Some of the fields: what to change, or what a person saw before the change. */
export type WorkPart = { [Field in WorkField]?: Work[Field] | undefined };

/** A new order: nothing is paid, sent or noted. */
export const newWork: Work = {
  payment: "unpaid",
  paidOn: null,
  shipping: "unshipped",
  shippedOn: null,
  memo: "",
  carrier: null,
  trackingNumber: null,
  deliverOn: null,
  deliverTime: null,
};

const fields = Object.keys(newWork) as WorkField[];

/** The API's one status for the two axes: cancelled comes before shipped, preparing, paid and new. */
export function statusOf({ payment, shipping }: Axes, isCancelled: boolean): OrderStatus {
  if (isCancelled) return "cancelled";
  if (shipping !== "unshipped") return shipping;
  return payment === "paid" ? "paid" : "new";
}

/** The axes after the one status was written. A shipped order may be unpaid: no one said that the money came in. */
export function axesOf(before: Axes, status: OrderStatus): Axes {
  switch (status) {
    case "new":
      return { payment: "unpaid", shipping: "unshipped" };
    case "paid":
      return { payment: "paid", shipping: "unshipped" };
    case "preparing":
    case "shipped":
      return { payment: before.payment, shipping: status };
    case "cancelled":
      return { payment: before.payment, shipping: before.shipping };
  }
}

/** The axes with their days: an axis that reaches its end gets today's date, one that goes back loses its date. */
export function withDays(before: Work, axes: Axes, today: string): Omit<Work, "memo" | DeliveryField> {
  const paidOn = axes.payment === "unpaid" ? null : before.payment === "paid" ? before.paidOn : today;
  const shippedOn =
    axes.shipping !== "shipped" ? null : before.shipping === "shipped" ? before.shippedOn : today;
  return { payment: axes.payment, paidOn, shipping: axes.shipping, shippedOn };
}
type DeliveryField = "carrier" | "trackingNumber" | "deliverOn" | "deliverTime";

type FieldChange = { field: WorkField; before: string | null; after: string | null };

export type WorkPlan =
  | { kind: "same" }
  /** Someone else has changed these fields meanwhile. */
  | { kind: "differs"; fields: WorkField[] }
  /** A cancelled order can no longer be paid or sent. */
  | { kind: "cancelled" }
  | { kind: "changed"; work: Work; status: OrderStatus; changes: FieldChange[] };

/**
 * Plans a change of the working data. `seen`: the fields as the person had them on the screen. A field that has changed since is not
 * overwritten, unless it already has the wanted value. Fields that are not named stay, so two people at two fields do not conflict.
 */
export function planWork(
  order: Work & { status: OrderStatus },
  { change, seen, today }: { change: WorkPart; seen: WorkPart; today: string },
): WorkPlan {
  const given = fields.filter((field) => change[field] !== undefined);
  const differs = given.filter(
    (field) => seen[field] !== undefined && seen[field] !== order[field] && change[field] !== order[field],
  );
  if (differs.length > 0) return { kind: "differs", fields: differs };
  const axes = { payment: change.payment ?? order.payment, shipping: change.shipping ?? order.shipping };
  const moves = axes.payment !== order.payment || axes.shipping !== order.shipping;
  const isCancelled = order.status === "cancelled";
  if (moves && isCancelled) return { kind: "cancelled" };
  const wanted = { ...pick(order), ...withDays(order, axes, today), ...named(change) };
  // A day means nothing without the value that it belongs to.
  const work: Work = {
    ...wanted,
    paidOn: wanted.payment === "paid" ? wanted.paidOn : null,
    shippedOn: wanted.shipping === "shipped" ? wanted.shippedOn : null,
  };
  const changes = fields.flatMap((field): FieldChange[] =>
    work[field] === order[field] ? [] : [{ field, before: order[field], after: work[field] }],
  );
  if (changes.length === 0) return { kind: "same" };
  return { kind: "changed", work, status: statusOf(axes, isCancelled), changes };
}

const named = (change: WorkPart): Partial<Work> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** The working data of an order's row. */
export function pick(row: Work): Work {
  const { payment, paidOn, shipping, shippedOn, memo, carrier, trackingNumber, deliverOn, deliverTime } = row;
  return { payment, paidOn, shipping, shippedOn, memo, carrier, trackingNumber, deliverOn, deliverTime };
}
