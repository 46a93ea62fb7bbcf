import type { Cart } from "./cart.ts";
import { dueTick } from "./order-link.ts";
import { happenings, passTime, type Event } from "./events.ts";

/** All events, including the one that lets everything finish. */
export const events = {
  ...happenings,
  rest: (cart) => void comeToRest(cart),
} satisfies Record<string, Event>;

export type EventName = keyof typeof events;

/** Ends all faults and continues until nothing is left to do. Returns false if it does not end. */
export function comeToRest(cart: Cart): boolean {
  for (let steps = 0; steps < 600; steps += 1) if (!takeStep(cart)) return true;
  return false;
}

/** Does the next step that is possible; false: there is none. */
function takeStep(cart: Cart): boolean {
  const { smaregi, clock } = cart;
  if (smaregi.notifications.length > 0) {
    happenings.notify(cart);
    return true;
  }
  if (cart.calls.length > 0) {
    happenings.goWell(cart, 0, 0, 0);
    happenings.back(cart, 0);
    return true;
  }
  if (cart.reading !== null) {
    happenings.take(cart);
    happenings.store(cart);
    return true;
  }
  const before = clock.last().getTime();
  happenings.work(cart, 0);
  if (clock.last().getTime() > before) return true;
  if (cart.live && cart.signals.size > 0) {
    happenings.read(cart, 0);
    return true;
  }
  const due = cart.live ? cart.orders.flatMap((order) => dueTick(cart, order) ?? []) : [];
  const ahead = [...due, ...cart.late.map(({ tick }) => tick)].filter((tick) => tick > clock.ticks);
  if (ahead.length > 0) {
    passTime(cart, Math.min(...ahead) - clock.ticks);
    return true;
  }
  if (!cart.live || smaregi.changed.size === 0) return false;
  happenings.catchUp(cart);
  return true;
}
