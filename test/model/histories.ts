import fc from "fast-check";
import type { Mode } from "../../src/kit/tables.ts";
import { Cart, type Wrong } from "./cart.ts";
import { brokenAtRest, brokenNow } from "./invariants.ts";
import { isTold } from "./order-link.ts";
import { comeToRest, events, type EventName } from "./rest.ts";
import { isAt } from "../../src/transactions/rules.ts";
import { shownLink } from "../../src/transactions/shown.ts";

/** One event with its numbers. */
export type Step = [name: EventName, a: number, b: number, c: number];
export type Trial = { steps: Step[]; mode: Mode; refusesKnownKeys: boolean };
type Weights = Partial<Record<EventName, number>>;

const merchant: Weights = {
  place: 5,
  edit: 5,
  cancel: 3,
  send: 3,
  dispose: 1,
  registerAnew: 1,
  handled: 1,
  reconcile: 1,
};
const settings: Weights = { switch: 3, mode: 1, shop: 1, link: 2 };
const till: Weights = { till: 2, cancelAtTill: 1, changeAtTill: 1, closeDay: 1 };
const worker: Weights = {
  work: 12,
  go: 8,
  goWell: 5,
  back: 12,
  kill: 1,
  freeze: 1,
  thaw: 2,
  tick: 6,
  rest: 4,
};
const sync: Weights = { read: 4, take: 4, store: 4, notify: 5, lose: 1, catchUp: 2 };
const everything: Weights = { ...merchant, ...settings, ...till, ...worker, ...sync };
const manyReadings: Weights = { read: 12, take: 12, store: 12, notify: 12, lose: 6, catchUp: 6, till: 4 };
const manyFreezes: Weights = { work: 14, go: 10, freeze: 5, thaw: 14, tick: 12, read: 1, take: 1, store: 1 };

const byHand: Weights = {
  handled: 5,
  send: 5,
  dispose: 4,
  registerAnew: 4,
  reconcile: 3,
  closeDay: 3,
  cancelAtTill: 2,
  changeAtTill: 3,
};

/** How often each event happens. Chance alone seldom reaches what needs many of one kind. */
export const profiles: Record<string, Weights> = {
  everything,
  readings: { ...everything, ...manyReadings, place: 7, goWell: 10, go: 5, rest: 2, shop: 0, handled: 0 },
  frozen: { ...everything, ...manyFreezes, rest: 2, shop: 0, link: 0 },
  byHand: { ...everything, ...byHand },
  bookedTooLate: { ...everything, goTooLate: 2 },
};

/** Nothing goes wrong and no setting changes: measures the cost. */
export const calm: Weights = { ...sync, place: 5, edit: 5, cancel: 3, tick: 6, rest: 4 };

export function historiesOf(weights: Weights, maxLength = 70): fc.Arbitrary<Step[]> {
  const step = fc.oneof(
    ...(Object.entries(weights) as [EventName, number][])
      .filter(([, weight]) => weight > 0)
      .map(([name, weight]) => {
        const arbitrary = fc.tuple(fc.constant(name), fc.nat(5), fc.nat(8), fc.nat(11));
        return { weight, arbitrary };
      }),
  );
  return fc.noBias(fc.array(step, { maxLength, size: "max" }));
}

export const trialsOf = (weights: Weights): fc.Arbitrary<Trial> =>
  fc.record({
    steps: historiesOf(weights),
    mode: fc.constantFrom<Mode>("standard", "assured"),
    refusesKnownKeys: fc.boolean(),
  });

const play = (cart: Cart, [name, a, b, c]: Step): void => events[name](cart, a, b, c);

/** What a history breaks, at any of its steps or at rest after it; null: nothing. */
export function judge({ steps, ...given }: Trial, wrong: Wrong | null = null): string | null {
  const cart = new Cart(given, wrong);
  for (const step of steps) {
    play(cart, step);
    const broken = brokenNow(cart);
    if (broken !== null) return broken;
  }
  const noRest = "livelock: it comes to no rest";
  const end = () =>
    comeToRest(cart) ? (brokenNow(cart) ?? brokenAtRest(cart) ?? tooManyWrites(cart, steps)) : noRest;
  if (!comeToRest(cart)) return noRest;
  if (!cart.live) play(cart, ["switch", 0, 0, 0]);
  const broken = end();
  if (broken !== null) return broken;
  return afterReconciling(cart, end) ?? afterPresses(cart, end);
}

/** A reconciliation finds what was booked later than anyone could expect, and corrects it; or the order already asks. */
function afterReconciling(cart: Cart, end: () => string | null): string | null {
  play(cart, ["reconcile", 0, 0, 0]);
  for (const order of cart.orders) {
    const isHere = cart.smaregi
      .standing(order.id)
      .every(
        ({ place }) => place.contractId === cart.place.contractId && place.storeId === cart.place.storeId,
      );
    if (!isTold(order) && isHere) order.isBookedTooLate = false;
  }
  const broken = end();
  return broken === null ? null : `after a reconciliation: ${broken}`;
}

/** One press of each kind for each order that asks for it; after that nothing is shown as failed. */
function afterPresses(cart: Cart, end: () => string | null): string | null {
  const hasFailed = (order: Cart["orders"][number]) =>
    order.link.follows === "on" && shownLink(order.link).state === "failed";
  // What is registered again may have to be taken back by 打消 first.
  for (const press of ["send", "dispose", "registerAnew", "dispose", "handled"] as const) {
    for (const [index, order] of cart.orders.entries()) {
      const { isHandled } = order;
      if (press === "registerAnew" || (press === "send" ? isTold(order) : hasFailed(order)))
        play(cart, [press, index, 0, 0]);
      // In this case the person did it well: the order counts like any other.
      order.isHandled = isHandled;
    }
    const broken = end();
    if (broken !== null) return `after ${press}: ${broken}`;
  }
  const dead = cart.orders.find(
    (order) => (hasFailed(order) || isOther(cart, order)) && !order.isHandled && !order.isBookedTooLate,
  );
  return dead === undefined ? null : `dead end: order ${dead.id} has failed still`;
}

/** True if it is shown as registered here, but another sale is in Smaregi for it. */
const isOther = (cart: Cart, { id, link }: Cart["orders"][number]): boolean =>
  shownLink(link).state === "registered" &&
  cart.smaregi.standing(id).some(({ changed, place }) => changed && isAt(place, cart.place));

/** The number of writes is limited by the changes and faults; more means an endless loop. */
function tooManyWrites({ orders }: Cart, steps: Step[]): string | null {
  const count = (...names: EventName[]) => steps.filter(([name]) => names.includes(name)).length;
  const writes = orders.reduce((sum, order) => sum + order.writes, 0);
  const most =
    2 * count("place", "edit", "cancel", "send", "dispose", "registerAnew", "handled", "reconcile") +
    count("go", "goTooLate", "closeDay", "cancelAtTill", "mode") +
    4 * count("kill", "freeze") +
    4 * orders.length;
  return writes > most ? `writes: ${writes}, and ${most} are enough` : null;
}

/** If nothing goes wrong: 1 write per order, 2 per edit, 1 per cancellation, and no look. */
export function overpriced(steps: Step[]): string | null {
  const cart = new Cart({ mode: "standard", refusesKnownKeys: true });
  let due = 0;
  for (const step of steps) {
    const [name, a] = step;
    const { length } = cart.orders;
    const order = cart.orders[a % Math.max(1, length)];
    const was = order === undefined ? null : { lines: order.lines, cancelled: order.cancelled };
    play(cart, step);
    if (cart.orders.length > length) due += 1;
    if (name === "edit" && order?.lines !== was?.lines) due += 2;
    if (name === "cancel" && order?.cancelled !== was?.cancelled) due += 1;
    if (name === "place" || name === "edit" || name === "cancel") comeToRest(cart);
  }
  const writes = cart.orders.reduce((sum, order) => sum + order.writes, 0);
  const looks = cart.orders.reduce((sum, order) => sum + order.looks, 0);
  return writes === due && looks === 0 ? null : `cost: ${writes} writes for ${due}, ${looks} looks`;
}

/** Rare sequences that chance seldom reaches, each with its subject. Every hunt plays them first. */
export const directed: Record<string, string> = {
  "a process that was frozen goes on after its registration was sent again by another":
    "place work freeze tick,5 work goWell back tick,1 work goWell back work thaw goWell back thaw",
  "a registration is booked later than the full wait, and was sent again meanwhile":
    "place work goTooLate back tick,5 work goWell back tick,1 work goWell back work goWell back",
  "a reading holds a booking of which the answer is not written yet":
    "place work goWell lose lose catchUp read take store back",
  "the till sells below 0, then an order gives back: nothing is there to sell":
    "place,0,1 till till till notify read take store cancel",
  "a sale is booked after its call's time limit, and was looked for before": "place work go,0,5,2 back",
  "a look tells that a cancellation was refused": "place rest closeDay edit,0,0,7",
  "a refused registration is edited there and back while it is looked for":
    "place work go,0,1 back send work go,0,1 back edit,0,3 edit work goWell back",
  "an unclear registration is put right by hand and booked after all": "place work go,0,5,9 back handled",
  "the contract changes while a cancellation is out": "place rest cancel work shop,0,2 go,0,4 back",
};

export const directedTrials: Trial[] = Object.values(directed).flatMap((text) =>
  (["standard", "assured"] as const).flatMap((mode) =>
    [true, false].map((refusesKnownKeys) => {
      return { steps: written(text), mode, refusesKnownKeys };
    }),
  ),
);

/** Parses a history in its readable form: "place go,5 back tick,5". */
export function written(text: string): Step[] {
  return text.split(" ").map((each) => {
    const [name = "", a = "0", b = "0", c = "0"] = each.split(",");
    return [name as EventName, Number(a), Number(b), Number(c)];
  });
}

export const asText = (steps: Step[]): string => steps.map((step) => step.join(",")).join(" ");
