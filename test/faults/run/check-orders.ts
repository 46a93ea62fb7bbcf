import type { BookedOrder, Books, Transaction } from "./books.ts";
import type { OrderLine } from "./buyers.ts";
import type { Finding } from "./findings.ts";

/** Invariants 1, 2 and 6: the orders, against what their buyers know and what stands in Smaregi. */
export function checkOrders(books: Books): Finding[] {
  return [...checkSmaregi(books), ...checkStrays(books), ...checkBuyers(books), ...checkKeys(books)];
}

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
      return state === "cancelled" ? [] : say(`has nothing in Smaregi, and its link says ${state}`);
    }
    const [transaction] = found;
    if (transaction === undefined) return say(`does not stand in Smaregi, and its link says ${state}`);
    if (state !== "registered" || order.link.transactionId !== transaction.id) {
      return say(`stands as ${transaction.id}, and its link says ${state} ${order.link.transactionId}`);
    }
    const wrong = difference(books, order, transaction);
    return wrong === null ? [] : say(`stands with other lines: ${wrong}`);
  });
}

/** A failure is one that people are told of, that only the standard mode has, and that is true. */
function checkFailed(books: Books, order: BookedOrder, found: Transaction[]): string[] {
  if (books.mode !== "standard") return ["has failed, in the assured mode"];
  if (!books.failedNumbers.has(order.number)) return ["has failed, and no open entry of the log says so"];
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
  const links = new Map(books.variations.map((variation) => [variation.id, variation.smaregiProductId]));
  const wanted = order.lines.map((line) => {
    const link = links.get(line.variationId) ?? null;
    const name = line.variationName === "" ? line.productName : `${line.productName} ${line.variationName}`;
    return `${link ?? name} x ${line.quantity} at ${line.unitPrice}`;
  });
  const shown = transaction.lines.map(
    (line) => `${line.productId ?? line.productName} x ${line.quantity} at ${line.salesPrice}`,
  );
  const [ours, theirs] = [wanted, shown].map((lines) => lines.join(", "));
  if (ours !== theirs) return `${theirs} instead of ${ours}`;
  return transaction.total === order.total ? null : `${transaction.total} yen instead of ${order.total}`;
}

function checkStrays({ orders, transactions }: Books): Finding[] {
  const numbers = new Set(orders.map((order) => order.number));
  return transactions
    .filter(({ memo, stands }) => stands && !numbers.has(memo))
    .map(({ id, memo }) => {
      return { invariant: 2 as const, text: `Transaction ${id} stands for "${memo}", which is no order` };
    });
}

/** What a buyer was told has happened; an edit that was sent twice may have come twice, the last time late. */
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
