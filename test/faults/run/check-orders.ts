import type { BookedOrder, Books, Transaction } from "./books.ts";
import type { OrderLine } from "./buyers.ts";
import type { Finding } from "./findings.ts";
import { crowdId, goingIds, goods, movingGoods, movingIds } from "./goods.ts";

/** Invariants 1, 2 and 6: compares the orders with what their buyers know and with Smaregi. */
export function checkOrders(books: Books): Finding[] {
  return [...checkSmaregi(books), ...checkStrays(books), ...checkBuyers(books), ...checkKeys(books)];
}

/** Invariants 1 and 9, after everything that the shop asks was answered with send: every order is in Smaregi. */
export function checkPressed(books: Books): Finding[] {
  const left = books.orders.flatMap(({ id, number, status, link }): Finding[] => {
    const isRight = status === "cancelled" ? isDone(link.state) : link.state === "registered";
    if (isRight) return [];
    const text = `Order ${number} (${status}) says ${link.state} ${link.why ?? ""}, after it was sent once more`;
    return [{ invariant: 9, text, orderId: id }];
  });
  return [...checkSmaregi(books), ...checkStrays(books), ...left];
}

/** A cancelled order without a valid sale in Smaregi; `off` if nothing was ever sent. */
const isDone = (state: string): boolean => state === "cancelled" || state === "off";

function checkSmaregi(books: Books): Finding[] {
  const standing = groupedBy(
    books.transactions.filter(({ stands }) => stands),
    ({ memo }) => memo,
  );
  return books.orders.flatMap((order) => {
    const found = standing.get(order.number) ?? [];
    const at = { invariant: 1 as const, orderId: order.id };
    const say = (text: string) => [{ ...at, text: `Order ${order.number} (${order.status}) ${text}` }];
    if (found.length > 1) return say(`stands ${found.length} times in Smaregi: ${ids(found)}`);
    const { state } = order.link;
    if (state === "failed") return checkFailed(books, order, found).flatMap(say);
    if (order.status === "cancelled") {
      if (found.length > 0) return say(`is cancelled, and stands in Smaregi: ${ids(found)}`);
      return isDone(state) ? [] : say(`has nothing in Smaregi, and its link says ${state}`);
    }
    const [transaction] = found;
    if (state === "off") return checkOff(books, order, transaction).flatMap(say);
    if (transaction === undefined) return say(`does not stand in Smaregi, and its link says ${state}`);
    if (state !== "registered" || order.link.transactionId !== transaction.id) {
      return say(`stands as ${transaction.id}, and its link says ${state} ${order.link.transactionId}`);
    }
    const wrong = difference(books, order, transaction);
    return wrong === null ? [] : say(`stands with other lines: ${wrong}`);
  });
}

/** An order taken while the link was off waits for its press (P6), and is listed for it. */
function checkOff(books: Books, { number, link }: BookedOrder, found: Transaction | undefined): string[] {
  if (found !== undefined) return ["stands in Smaregi, and its link says off"];
  if (link.why !== "takenWhileOff") return [`is off without a reason that it could have: ${link.why}`];
  return books.behind.has(number) ? [] : ["is off, and not among those that one press sends"];
}

const askedWhys = ["changedWhileOff", "cancelledAtTill", "transactionGone", "otherContract", "cancelRefused"];

/** A failure is shown to people with its reason, is possible in its mode, and is true. */
function checkFailed(books: Books, order: BookedOrder, found: Transaction[]): string[] {
  const { why = "none", goesOn } = order.link;
  if (!askedWhys.includes(why) && !books.modes.has("standard"))
    return [`has failed (${why}), in the assured mode`];
  if (goesOn === true) return [`has failed (${why}), and says that it goes on by itself, at rest`];
  if (!books.failedNumbers.has(order.number)) return ["has failed, and no open entry of the log says so"];
  if (!books.behind.has(order.number)) return ["has failed, and is not among those that one press sends"];
  return books.rows
    .filter(({ orderId, halt }) => orderId === order.id && halt !== null)
    .flatMap((row) => {
      const isThere = found.some(({ uuid }) => uuid === row.transactionUuid);
      if (row.state === "planned")
        return isThere ? ["stands in Smaregi, and its registration is said to have failed"] : [];
      return isThere ? [] : ["is cancelled in Smaregi, and its cancellation is said to have failed"];
    });
}

const ids = (transactions: Transaction[]): string => transactions.map(({ id }) => id).join(", ");

function difference(books: Books, order: BookedOrder, transaction: Transaction): string | null {
  const { lines } = transaction;
  const isSame =
    lines.length === order.lines.length &&
    order.lines.every((line, index) => {
      const shown = lines[index];
      return (
        shown !== undefined &&
        shown.quantity === line.quantity &&
        shown.salesPrice === line.unitPrice &&
        mayBe(books, order, line.variationId, shown)
      );
    });
  if (!isSame) return `${JSON.stringify(lines)} instead of ${JSON.stringify(order.lines)}`;
  return transaction.total === order.total ? null : `${transaction.total} yen instead of ${order.total}`;
}

/** The line's product in Smaregi: the linked one; for a good whose link changes, one of its possible products. */
function mayBe(
  { variations, everFailed }: Books,
  order: BookedOrder,
  variationId: string,
  shown: Transaction["lines"][number],
): boolean {
  const index = variations.findIndex(({ id }) => id === variationId);
  const linked = goods[index]?.smaregiProductId ?? null;
  const moves = movingGoods.includes(index);
  const isGoing = moves || goingIds.includes(linked ?? "");
  // Smaregi leaves out a deleted product, and the log then says so; an unlinked one has none.
  if (shown.productId === null) return linked === null || moves || (isGoing && everFailed.has(order.id));
  return moves ? [...movingIds, crowdId(0)].includes(shown.productId) : shown.productId === linked;
}

function checkStrays({ orders, transactions }: Books): Finding[] {
  const numbers = new Set(orders.map((order) => order.number));
  return transactions
    .filter(({ memo, stands }) => stands && !numbers.has(memo))
    .map(({ id, memo }) => {
      return { invariant: 2 as const, text: `Transaction ${id} stands for "${memo}", which is no order` };
    });
}

/** What a buyer was told has happened. An edit that was sent twice may be applied twice, the second time late. */
function checkBuyers({ placed, orders }: Books): Finding[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  return placed.flatMap((known): Finding[] => {
    const order = byId.get(known.orderId);
    const at = { invariant: 1 as const, orderId: known.orderId };
    if (order === undefined) return [{ ...at, text: `Order ${known.number} was acknowledged, and is gone` }];
    if (known.cancelled !== (order.status === "cancelled")) {
      return [
        { ...at, text: `Order ${known.number} is ${order.status}, its buyer cancelled: ${known.cancelled}` },
      ];
    }
    const [has, knows] = [order.lines, known.lines].map(inShort);
    if (known.unsure || has === knows) return [];
    return [{ ...at, text: `Order ${known.number} has ${has}, its buyer was told ${knows}` }];
  });
}

const inShort = (lines: OrderLine[]): string =>
  lines.map(({ variationId, quantity }) => `${variationId} x ${quantity}`).join(", ");

function checkKeys({ placed, orders }: Books): Finding[] {
  const twice = [...groupedBy(orders, (order) => order.key)].filter(([, same]) => same.length > 1);
  const found = twice.map(([key, same]): Finding => {
    const numbers = same.map((order) => order.number).join(", ");
    return {
      invariant: 6,
      text: `The key "${key}" has made the orders ${numbers}`,
      orderId: same[0]?.id ?? "",
    };
  });
  const keys = new Map(orders.map((order) => [order.id, order.key]));
  const mixed = placed.filter(({ orderId, key }) => (keys.get(orderId) ?? key) !== key);
  return [
    ...found,
    ...mixed.map(({ number, key, orderId }): Finding => {
      return { invariant: 6, text: `"${key}" was answered with order ${number} of another key`, orderId };
    }),
  ];
}

function groupedBy<T>(items: T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return groups;
}
