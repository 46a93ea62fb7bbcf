import { places, type Call, type Cart, type Order } from "./cart.ts";
import { withinCeilings } from "./ceiling.ts";
import {
  claim,
  isTold,
  mayGo,
  pressDispose,
  pressRegisterAnew,
  pressHandled,
  pressSend,
  reconcile,
  record,
  takeOver,
} from "./order-link.ts";
import { changeOrder, placeOrder } from "./orders.ts";
import { beginReading, catchUp, relink, storeReading, takeReading } from "./stock.ts";
import { faults, sendCall, type Fault } from "./wire.ts";

export type Event = (cart: Cart, a: number, b: number, c: number) => void;

const pick = <T>(from: T[], index: number): T | undefined => from[index % Math.max(1, from.length)];

/** An event about one of the orders, if there is one. */
const onOrder =
  (run: (cart: Cart, order: Order, b: number, c: number) => void): Event =>
  (cart, a, b, c) => {
    const order = pick(cart.orders, a);
    if (order !== undefined) run(cart, order, b, c);
  };

/** An event about one of the calls that were claimed and not yet sent. */
const onCall =
  (faultOf: (b: number) => Fault): Event =>
  (cart, a, b, c) => {
    const call = pick(cart.calls, a);
    if (call === undefined || call.met !== null) return;
    go(cart, call, faultOf(b), 1 + c);
  };

/** Sends a call if it may still go; otherwise withdraws it, which is reported like any answer. */
function go(cart: Cart, call: Call, fault: Fault, delay: number): boolean {
  const goes = mayGo(cart, call);
  if (goes) sendCall(cart, call, fault, delay);
  else if (call.what !== "look") {
    call.met = { call: call.what, kind: "withdrawn" };
    // It was not made, so making it later is no repetition.
    call.order.made.clear();
  }
  return goes;
}

const byItself = (cart: Cart, run: () => void) => withinCeilings(cart, false, run);
const bySomeone = (cart: Cart, run: () => void) => withinCeilings(cart, true, run);

/** Everything that can happen by itself, each with up to three numbers that pick its target. */
export const happenings = {
  place: (cart, a, b, c) => {
    const lines = [{ variation: a % 2, quantity: 1 + (b % 4) }];
    if (c > 6) lines.push({ variation: (a + 1) % 2, quantity: 1 + (c % 3) });
    bySomeone(cart, () => placeOrder(cart, lines));
  },
  edit: onOrder((cart, order, b, c) => {
    if (order.cancelled) return;
    const first = cart.variations.findIndex(({ id }) => id === order.lines[0]?.variationId);
    const variation = c > 6 ? (first + 1) % 2 : first;
    bySomeone(cart, () => changeOrder(cart, order, [{ variation, quantity: 1 + (b % 5) }]));
  }),
  cancel: onOrder((cart, order) => {
    if (!order.cancelled) bySomeone(cart, () => changeOrder(cart, order, null));
  }),
  send: onOrder((cart, order) => {
    if (cart.live && isTold(order)) bySomeone(cart, () => pressSend(cart, order));
  }),
  dispose: onOrder((cart, order) => {
    if (cart.live) bySomeone(cart, () => pressDispose(cart, order));
  }),
  registerAnew: onOrder((cart, order) => {
    if (cart.live) bySomeone(cart, () => pressRegisterAnew(cart, order));
  }),
  handled: onOrder((cart, order) => {
    const isUnclear = order.link.rows.some(({ state }) => state === "unclear" || state === "cancelUnclear");
    if (isTold(order) || isUnclear) byItself(cart, () => pressHandled(cart, order));
  }),
  switch: (cart) => {
    cart.live = !cart.live;
    if (cart.live) cart.ask(["p1", "p2"]);
  },
  mode: (cart) => {
    cart.mode = cart.mode === "standard" ? "assured" : "standard";
  },
  shop: (cart, _, b) => {
    const place = pick(places, b);
    if (place === undefined || place === cart.place) return;
    Object.assign(cart, { place, since: cart.clock.now() });
    cart.ask(["p1", "p2"]);
    // Another store's stock: nothing is known until it is read.
    for (const variation of cart.variations) variation.ceiling = Infinity;
    if (cart.reading !== null) cart.reading.ceiling = Infinity;
  },
  link: (cart, a, b) => relink(cart, a % 2, pick([null, "p1", "p2"], b) ?? null),
  till: (cart, a, b) => cart.smaregi.move(cart.placeName, `p${1 + (a % 2)}`, (b % 9) - 5),
  cancelAtTill: onOrder((cart, order) => {
    const [own] = cart.smaregi.standing(order.id);
    if (own === undefined) return;
    order.isCancelledAtTill = true;
    cart.smaregi.cancel(own.place.contractId, own.id);
  }),
  changeAtTill: onOrder((cart, order, b) => {
    const [own] = cart.smaregi.standing(order.id);
    if (own !== undefined) cart.smaregi.change(own, b < 4 ? -1 : 1);
  }),
  closeDay: onOrder((cart, order) => {
    const [own] = cart.smaregi.standing(order.id);
    if (own !== undefined) own.closed = true;
  }),
  work: (cart, a) => {
    if (!cart.live) return;
    const first = a % Math.max(1, cart.orders.length);
    const orders = [...cart.orders.slice(first), ...cart.orders.slice(0, first)];
    for (const order of orders) {
      if (cart.calls.some((call) => call.order === order)) continue;
      let next: Call | "done" | null = null;
      byItself(cart, () => (next = claim(cart, order)));
      if (next !== null && next !== "done") cart.calls.push(next);
      if (next !== null) return;
    }
  },
  go: onCall((b) => pick<Fault>([...faults], b) ?? "done"),
  goWell: onCall(() => "done"),
  goTooLate: onCall(() => "tooLate"),
  back: (cart, a) => {
    const call = pick(cart.calls, a);
    if (call === undefined || call.met === null) return;
    cart.calls.splice(cart.calls.indexOf(call), 1);
    byItself(cart, () => record(cart, call));
  },
  kill: (cart) => {
    Object.assign(cart, { calls: [], reading: null });
    byItself(cart, () => takeOver(cart));
  },
  freeze: (cart) => {
    cart.frozen.push(...cart.calls);
    Object.assign(cart, { calls: [], reading: null });
    byItself(cart, () => takeOver(cart));
  },
  thaw: (cart, a) => {
    const call = pick(cart.frozen, a);
    if (call === undefined) return;
    if (call.met === null && go(cart, call, "done", 0)) return;
    cart.frozen.splice(cart.frozen.indexOf(call), 1);
    byItself(cart, () => record(cart, call));
  },
  tick: (cart, a) => passTime(cart, 1 + 3 * (a % 6)),
  read: (cart, a) => beginReading(cart, a),
  take: (cart) => takeReading(cart),
  store: (cart) => storeReading(cart),
  notify: (cart) => {
    const told = cart.smaregi.notifications.shift();
    if (told !== undefined && cart.live && told.place === cart.placeName) cart.ask([told.product]);
  },
  lose: (cart) => void cart.smaregi.notifications.shift(),
  catchUp: (cart) => {
    if (cart.live) catchUp(cart);
  },
  reconcile: (cart) => {
    if (cart.live && cart.calls.length === 0) byItself(cart, () => reconcile(cart));
  },
} satisfies Record<string, Event>;

/** Lets time pass, and books what is due in that time. */
export function passTime(cart: Cart, ticks: number): void {
  cart.clock.ticks += ticks;
  const due = cart.late.filter(({ tick }) => tick <= cart.clock.ticks);
  cart.late = cart.late.filter(({ tick }) => tick > cart.clock.ticks);
  for (const { act } of due) act();
}
