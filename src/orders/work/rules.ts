import type { OrderStatus } from "../../kit/tables.ts";

export type Payment = "unpaid" | "paid";
export type Shipping = "unshipped" | "preparing" | "shipped";
export type Carrier = "yamato" | "sagawa" | "japanPost" | "other";

/** The two axes of an order: its money (入金), and its goods (発送). */
export type Axes = { payment: Payment; shipping: Shipping };

/** What the shop notes of an order while it works on it (作業データ). Days are Japan's; nothing of it goes to Smaregi. */
export type Work = Axes & {
  paidOn: string | null;
  shippedOn: string | null;
  memo: string;
  carrier: Carrier | null;
  trackingNumber: string | null;
  deliverOn: string | null;
  /** From which hour until which, as in `1416`. */
  deliverTime: string | null;
};
export type WorkField = keyof Work;
/** Some fields: what to change, or what a person saw before they changed it. */
export type WorkPart = { [Field in WorkField]?: Work[Field] | undefined };

/** A new order: nothing is paid, nothing sent, nothing noted. */
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

/** The one status of the API, as the two axes say it: cancelled before shipped, preparing, paid and new. */
export function statusOf({ payment, shipping }: Axes, isCancelled: boolean): OrderStatus {
  if (isCancelled) return "cancelled";
  if (shipping !== "unshipped") return shipping;
  return payment === "paid" ? "paid" : "new";
}

/** The axes once the one status was written. What is sent may be unpaid: nobody said that money came in. */
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

/** The axes with their days: an axis that comes to its end has today's, one that goes back has none. */
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
  /** Somebody else has changed these meanwhile. */
  | { kind: "differs"; fields: WorkField[] }
  /** A cancelled order is neither paid nor sent any more. */
  | { kind: "cancelled" }
  | { kind: "changed"; work: Work; status: OrderStatus; changes: FieldChange[] };

/**
 * What a change of the working data comes to. `seen`: the fields as the person had them on the screen; one that is another by now
 * is not overwritten, unless it already is what they want. Fields that nobody names stay, so two people at two fields never meet.
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
  // A day without what it is the day of says nothing.
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
