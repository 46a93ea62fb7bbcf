import type { Mode, Sale } from "../../src/kit/tables.ts";
import type { Pieces, StockRow } from "../../src/stock/rules.ts";
import {
  counting,
  type At,
  type Here,
  type OrderLink,
  type Place,
  type TransactionRow,
} from "../../src/transactions/rules.ts";
import type { Claim, Told } from "../../src/transactions/told.ts";
import { noMoney } from "../support/money.ts";
import { Clock } from "./clock.ts";
import { ModelSmaregi, nameOf } from "./smaregi.ts";

/** Parts of the product that can be broken on purpose, to see that the model finds it. */
export type Wrong =
  | "levelIsClamped"
  | "noFullWait"
  | "noFence"
  | "givesBackAlways"
  | "noReadingAfterALook"
  | "noPending"
  | "repeatsInStandardMode";

export type Order = {
  id: number;
  lines: Pieces[];
  cancelled: boolean;
  link: OrderLink;
  writes: number;
  looks: number;
  /** Calls made since the merchant last did anything with the order. */
  made: Set<string>;
  /** A person corrected it by hand: the current state is that person's. */
  isHandled: boolean;
  /** One of its calls takes effect later than the full wait. */
  isBookedTooLate: boolean;
  /** The till cancelled its sale. */
  isCancelledAtTill: boolean;
};

/** `ceiling`: the most that may be sold, by all that the model knows. */
export type Variation = StockRow & { beganAt: Date | null; ceiling: number };

/** A product being read. `amount`: null until Smaregi was asked. */
export type Reading = {
  product: string;
  place: string;
  beganAt: Date;
  askedAt: number;
  amount: number | null;
  ceiling: number;
};

/** A call that was claimed for a row. It holds the row as it was then, as the product's worker does. */
export type Call = {
  order: Order;
  what: Told["call"];
  row: TransactionRow;
  claim: Claim;
  claimedAt: Date;
  /** When its first byte was sent; null: not yet. */
  sentAt: Date | null;
  met: Met | null;
};

/** The result of a call, before the cart has read it. */
export type Met = Exclude<Told, { call: "register" | "cancel"; kind: "unclear" }> | { kind: "noWord" };

export const products = ["p1", "p2"];

/** Two contracts, the first with two stores. */
export const places: Place[] = [
  ["A", "1"],
  ["A", "2"],
  ["B", "1"],
].map(([contractId = "", storeId = ""]) => ({ contractId, storeId, terminalId: "1" }));

/** The cart of one merchant as its tables hold it, and everything that is in progress. */
export class Cart {
  clock = new Clock();
  smaregi: ModelSmaregi;
  live = true;
  mode: Mode;
  place = places[0] as Place;
  since = new Date(0);
  orders: Order[] = [];
  variations: Variation[] = products.map((product, index) => ({
    id: `v${index + 1}`,
    stockManaged: true,
    smaregiProductId: product,
    quantity: 10,
    level: 10,
    syncedAt: new Date(0),
    beganAt: null,
    ceiling: 10,
  }));
  /** Products that wait to be read, with a number for the time of the request. */
  signals = new Map<string, number>();
  reading: Reading | null = null;
  calls: Call[] = [];
  /** Calls of processes that were frozen in the middle, and may continue. */
  frozen: Call[] = [];
  /** What is booked later. */
  late: { tick: number; act: () => void }[] = [];
  hadTooLate = false;
  readonly wrong: Wrong | null;
  /** Things that were done although they must never be. */
  misdeeds: string[] = [];
  private serial = 0;

  constructor(
    { mode, refusesKnownKeys }: { mode: Mode; refusesKnownKeys: boolean },
    wrong: Wrong | null = null,
  ) {
    this.mode = mode;
    this.wrong = wrong;
    this.smaregi = new ModelSmaregi(refusesKnownKeys);
  }

  newId = (): string => {
    this.serial += 1;
    return `r${this.serial}`;
  };

  get placeName(): string {
    return nameOf(this.place);
  }

  get here(): Here {
    return { ...this.place, since: this.since };
  }

  /** The mode that the product sees. */
  get modeSeen(): Mode {
    return this.wrong === "repeatsInStandardMode" ? "assured" : this.mode;
  }

  get at(): At {
    return { live: this.live, ...this.place, mode: this.modeSeen, now: this.clock.last() };
  }

  counts(order: Order): boolean {
    return counting(order.link, this.here).counts;
  }

  /** True if the number of a variation already excludes the order's pieces. */
  isIn(order: Order, { syncedAt }: StockRow): boolean {
    const { counts, notSince } = counting(order.link, this.here);
    return counts || syncedAt === null || syncedAt < notSince;
  }

  linked(product: string): Variation[] {
    return this.variations.filter((each) => each.smaregiProductId === product);
  }

  /** Queues a read of these products. */
  ask(asked: Iterable<string>): void {
    for (const product of asked)
      if (this.linked(product).length > 0) this.signals.set(product, this.clock.now().getTime());
  }
}

/** The sale of an order as Smaregi is told; null: cancelled. */
export function saleOf({ lines, cancelled }: Pick<Order, "lines" | "cancelled">): Sale | null {
  if (cancelled) return null;
  const told = lines.map(({ variationId, smaregiProductId, quantity }) => {
    return { smaregiProductId, name: variationId, quantity, unitPrice: 100, taxRate: 10 as const };
  });
  return { orderNumber: "1", lines: told, money: noMoney };
}

/** Pieces of a product that an order should have taken. */
export function piecesOf({ lines, cancelled }: Order, product: string | null): number {
  if (cancelled || product === null) return 0;
  return lines.reduce((sum, line) => sum + (line.smaregiProductId === product ? line.quantity : 0), 0);
}
