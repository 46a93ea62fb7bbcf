import type { Sale } from "../../src/kit/tables.ts";
import { piecesOfSale, type Place } from "../../src/transactions/rules.ts";

/** A sale in Smaregi's books. `order`: the order it belongs to, which only the model knows. */
export type Transaction = {
  id: string;
  place: Place;
  /** The keys that it was sent under, which belong to the row. */
  key: string;
  order: number;
  sale: Sale;
  cancelled: boolean;
  /** Its day is closed: Smaregi refuses to cancel it. */
  closed: boolean;
  /** Someone changed it into another sale in Smaregi. */
  changed: boolean;
};

export type Booking = Pick<Transaction, "place" | "key" | "order" | "sale">;
export type Verdict = { kind: "done"; transactionId: string } | { kind: "refused" };

export const nameOf = ({ contractId, storeId }: Omit<Place, "terminalId">): string =>
  `${contractId}/${storeId}`;

/** The part of Smaregi that the order link can see: its books, its stock, and its notifications. */
export class ModelSmaregi {
  transactions: Transaction[] = [];
  /** Notifications in transit, in order. */
  notifications: { place: string; product: string }[] = [];
  /** What changed since the last look for changes, notified or not. */
  changed = new Set<string>();
  private stock = new Map<string, number>();
  private serial = 0;

  /** It is not known if the real Smaregi refuses them: both are tried. */
  readonly refusesKnownKeys: boolean;

  constructor(refusesKnownKeys: boolean) {
    this.refusesKnownKeys = refusesKnownKeys;
  }

  stockOf(place: string, product: string): number {
    return this.stock.get(`${place}/${product}`) ?? 10;
  }

  move(place: string, product: string, pieces: number): void {
    this.stock.set(`${place}/${product}`, this.stockOf(place, product) + pieces);
    this.notifications.push({ place, product });
    this.changed.add(`${place}/${product}`);
  }

  book(booking: Booking): Verdict {
    if (this.refusesKnownKeys && this.under(booking.place.contractId, booking.key).length > 0)
      return { kind: "refused" };
    this.serial += 1;
    const transactionId = `T${this.serial}`;
    this.transactions.push({
      ...booking,
      id: transactionId,
      cancelled: false,
      closed: false,
      changed: false,
    });
    for (const [product, pieces] of piecesOfSale(booking.sale))
      this.move(nameOf(booking.place), product, -pieces);
    return { kind: "done", transactionId };
  }

  /** 取引取消; `disposes`: 打消, which also works on a closed day. */
  cancel(contractId: string, id: string, disposes = false): Verdict {
    const transaction = this.find(contractId, id);
    if (transaction === undefined || transaction.cancelled) return { kind: "refused" };
    if (transaction.closed && !disposes) return { kind: "refused" };
    transaction.cancelled = true;
    for (const [product, pieces] of piecesOfSale(transaction.sale))
      this.move(nameOf(transaction.place), product, pieces);
    return { kind: "done", transactionId: id };
  }

  /** Someone in Smaregi adds pieces to a sale, or removes some. */
  change(transaction: Transaction, pieces: number): void {
    const { sale, place } = transaction;
    const [first, ...others] = sale.lines;
    if (first === undefined || first.quantity + pieces < 1) return;
    transaction.sale = { ...sale, lines: [{ ...first, quantity: first.quantity + pieces }, ...others] };
    transaction.changed = true;
    if (first.smaregiProductId !== null) this.move(nameOf(place), first.smaregiProductId, -pieces);
  }

  find(contractId: string, id: string | null): Transaction | undefined {
    return this.transactions.find((each) => each.place.contractId === contractId && each.id === id);
  }

  /** All sales under these keys, cancelled or not. */
  under(contractId: string, key: string): Transaction[] {
    return this.transactions.filter((each) => each.place.contractId === contractId && each.key === key);
  }

  standing(order: number): Transaction[] {
    return this.transactions.filter((each) => each.order === order && !each.cancelled);
  }
}
