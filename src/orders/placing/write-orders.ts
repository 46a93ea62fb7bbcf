import type { Tx } from "../../kit/database.ts";
import type { LinkPlace } from "../../place/store.ts";
import { wake } from "../../tasks.ts";
import { linkColumns } from "../../transactions/link-columns.ts";
import { atOf, linkOfNew, offEntries, wasConnected } from "../change-link.ts";
import { saleOf } from "../lines.ts";
import { planPlacing, type OrderInput, type PlacingPlan } from "../plan-order.ts";
import { shownWhole, type ShownOrder } from "../read-orders.ts";
import { orderNumber } from "../rules.ts";
import { newWork } from "../work/rules.ts";
import { insertOrders, takeNumbers, type Locked } from "./store.ts";

/** An order that is being taken. */
export type Placing = {
  merchantId: string;
  actor: string;
  order: OrderInput;
  orderId: string;
  /** The trace of the request. */
  trace: string | null;
  byBuyer?: boolean;
  /** The kind of plan that placed it, if one did. */
  by?: "subscription" | "membershipFee";
};

/** The variations that the orders take from. */
export const variationsOf = (placings: Placing[]): string[] => [
  ...new Set(placings.flatMap(({ order }) => order.lines.map((line) => line.variationId))),
];

/** Plans and writes one order under the locks of its stock. */
export async function placeLocked(
  tx: Tx,
  placing: Placing,
  locked: Locked,
  isLast: boolean,
): Promise<ShownOrder> {
  const planned = [{ placing, plan: planOf(placing, locked) }];
  const [shown] = await insertPlanned(tx, placing.merchantId, planned, isLast);
  return shown as ShownOrder;
}

/** Plans an order from what was locked for it. Throws as `planPlacing` does. */
export const planOf = ({ order, byBuyer }: Placing, { sellables, rows }: Locked): PlacingPlan =>
  planPlacing(
    order,
    sellables.filter(({ published }) => published || byBuyer !== true),
    rows,
  );

/** Writes the planned orders under the locks of their stock. `isLast`: the commit goes with it. */
export async function insertPlanned(
  tx: Tx,
  merchantId: string,
  planned: { placing: Placing; plan: PlacingPlan }[],
  isLast: boolean,
): Promise<ShownOrder[]> {
  // Numbers are taken after the last refusal, so that a refused order takes none, and under the locks, so that the order's link has
  // the time of its stock.
  const { serials, place } = await takeNumbers(tx, merchantId, planned.length);
  const isBehind = await wasConnected(tx, merchantId, place);
  const orders = planned.map(({ placing, plan }, nth) =>
    newOrder(placing, plan, serials[nth] as number, { place, isBehind }),
  );
  if (orders.some(({ told }) => told.length > 0)) await wake(tx, "sendOrders", [merchantId]);
  const times = await insertOrders(tx, merchantId, orders, { isLast });
  return orders.map(({ order, lines, link }) =>
    shownWhole({ ...order, ...times }, lines, { link, placed: place.placed }),
  );
}

function newOrder(
  placing: Placing,
  plan: PlacingPlan,
  serial: number,
  { place, isBehind }: { place: LinkPlace; isBehind: boolean },
) {
  const { actor, order, orderId, by, trace } = placing;
  const number = orderNumber(serial);
  const link = linkOfNew(saleOf(number, plan.lines, order.money), place, isBehind);
  const row = {
    id: orderId,
    serial,
    number,
    kind: order.kind,
    status: "new" as const,
    money: order.money,
    customer: order.customer ?? null,
    placedBy: actor,
    enteredBy: order.kind === "proxy" ? (order.enteredBy ?? actor) : null,
    releaseOn: order.releaseOn ?? null,
    ...newWork,
    ...linkColumns(link, atOf(place), place.now),
    trace,
  };
  const fact = { kind: "orderPlaced", data: by === undefined ? {} : { by } } as const;
  return {
    order: row,
    lines: plan.lines.map((line, index) => ({ ...line, position: index + 1 })),
    log: [{ event: "placed", fact, actor }, ...offEntries(place)],
    movements: plan.movements.map((each) => ({ ...each, cause: "orderPlaced", actor, orderId })),
    told: link.rows,
    link,
  };
}
