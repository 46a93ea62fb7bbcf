import { noMoney } from "../../test/support/money.ts";
import type { Sale } from "../kit/tables.ts";
import { saleKey, type At, type Here, type OrderLink, type TransactionRow } from "./rules.ts";

/** A moment of these tests. */
export const t = (seconds: number): Date => new Date(seconds * 1_000);

/** The sale of so many pieces of the product "p". */
export function saleOf(pieces: number): Sale {
  const line = { smaregiProductId: "p", name: "米", unitPrice: 100, taxRate: 8 as const, quantity: pieces };
  return { orderNumber: "1", lines: [line], money: noMoney };
}

export const place = { contractId: "A", storeId: "1", terminalId: "1" };
export const otherStore = { ...place, storeId: "2" };
export const otherTerminal = { ...place, terminalId: "2" };
export const otherContract = { ...place, contractId: "B" };
export const here: Here = { ...place, since: t(0) };

/** A row for the sale of two pieces, made at 1; `more`: the differences from a new one. */
export function row(more: Partial<TransactionRow> = {}): TransactionRow {
  const sale = more.sale ?? saleOf(2);
  return {
    id: "r1",
    sale,
    saleKey: saleKey(sale),
    state: "planned",
    place: null,
    transactionId: null,
    registers: 0,
    cancels: 0,
    sentAt: null,
    retryAt: null,
    retryFrom: null,
    halt: null,
    again: false,
    disposes: false,
    refused: false,
    looks: 0,
    reported: false,
    error: null,
    createdAt: t(1),
    settledAt: null,
    ...more,
  };
}

/** A row that was sent once. */
export const sent = (more: Partial<TransactionRow> = {}): TransactionRow =>
  row({ place, registers: 1, sentAt: t(2), ...more });

export const standing = (more: Partial<TransactionRow> = {}): TransactionRow =>
  sent({ state: "standing", transactionId: "T1", settledAt: t(3), ...more });

/** An order that wants the sale of two pieces, unless `more` says otherwise. */
export function linkOf(rows: TransactionRow[], more: Partial<OrderLink> = {}): OrderLink {
  return {
    follows: "on",
    why: null,
    wantedKey: saleKey(saleOf(2)),
    counted: true,
    uncountedAt: t(0),
    rows,
    ...more,
  };
}

/** Live, in the standard mode, at 100. */
export const atOf = (more: Partial<At> = {}): At => {
  return { live: true, ...place, mode: "standard", now: t(100), ...more };
};

/** Makes the IDs of new rows. */
export const newId = (): string => "new";
