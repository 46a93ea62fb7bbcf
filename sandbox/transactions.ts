import { jst, readBodyTime } from "./jst.ts";
import { notify, notifyStock } from "./notify.ts";
import {
  switchesOf,
  later,
  tell,
  timeAt,
  type Contract,
  type Fields,
  type State,
  type Transaction,
} from "./state.ts";
import { moveStock, type Movement } from "./stock.ts";
import { asDetail, usualHead } from "./transaction-fields.ts";
import { keyOf } from "./transaction-key.ts";

/** Books a transaction that was checked: its record, its stock, its notifications. */
export function register(
  state: State,
  contract: Contract,
  sale: { head: Fields; lines: Fields[]; depositOthers?: Fields[] },
): Transaction {
  const { head, lines, depositOthers = [] } = sale;
  const transactionHeadId = nextId(contract);
  const receivedAt = timeAt(state, contract.contractId);
  const now = jst(receivedAt);
  const terminalTranAt = readBodyTime(head["terminalTranDateTime"] ?? "");
  const transaction: Transaction = {
    head: {
      ...usualHead,
      transactionUuid: usualUuid(receivedAt, head["terminalId"] ?? ""),
      ...head,
      ...closing(contract, head, terminalTranAt),
      terminalTranDateTime: jst(terminalTranAt),
      transactionHeadId,
      transactionDateTime: now,
      updDateTime: now,
    },
    details: lines.map((line) => asDetail(contract, transactionHeadId, line)),
    depositOthers,
    receivedAt,
    terminalTranAt,
    updatedAt: receivedAt,
  };
  contract.keys.add(keyOf(transaction.head));
  putDown(state, contract, [transaction]);
  moveLater(state, contract, stockMovements(transaction, -1, "02"));
  announce(state, contract, transaction, "created");
  return transaction;
}

/** The next transaction's ID. */
export function nextId(contract: Contract): string {
  contract.lastTransactionId += 1;
  return String(contract.lastTransactionId);
}

const usualUuid = (at: number, terminalId: string): string =>
  `${String(Math.floor(at / 1000)).slice(-9)}${terminalId.padStart(4, "0")}`;

/** If the caller did not say: a store that closes automatically counts the sale as closed on its day. */
function closing(contract: Contract, head: Fields, at: number): Fields {
  if ((head["sumDivision"] ?? null) !== null) return {};
  const closes = contract.stores.get(head["storeId"] ?? "")?.["sumProcDivision"] === "1";
  return closes ? { sumDivision: "2", sumDate: jst(at).slice(0, 10) } : { sumDivision: "0", sumDate: null };
}

/** True if a sale with these four numbers is in the books already. */
export const isTaken = (contract: Contract, head: Fields): boolean => contract.keys.has(keyOf(head));

/** A transaction as the API answers it. */
export function shown(transaction: Transaction, withDetails: boolean, withDeposits = withDetails): object {
  return {
    ...transaction.head,
    ...(withDetails ? { details: transaction.details } : {}),
    ...(withDeposits ? { depositOthers: transaction.depositOthers } : {}),
  };
}

/** Stores transactions, new ones and changed ones. */
export function putDown(state: State, contract: Contract, transactions: Transaction[]): void {
  for (const transaction of transactions) {
    contract.transactions.set(transaction.head["transactionHeadId"] ?? "", transaction);
  }
  const { contractId, lastTillNumber } = contract;
  state.keep({ of: contractId, transactions, lastTillNumber });
}

/** Returns what a transaction moves: out of the store with -1, back into it with 1; lines of a return the other way. */
export function stockMovements(transaction: Transaction, sign: 1 | -1, division: string): Movement[] {
  const storeId = transaction.head["storeId"] ?? "";
  return transaction.details.flatMap((line) => {
    if (line.productId === null) return [];
    const back = line["transactionDetailDivision"] === "2" ? -1 : 1;
    return [
      { storeId, productId: line.productId, difference: sign * back * Number(line.quantity), division },
    ];
  });
}

/** Moves the stock and sends its notification, at once or after the delay that the switch sets. */
export function moveLater(state: State, contract: Contract, movements: Movement[]): void {
  const { stockDelayMs } = switchesOf(state, contract.contractId);
  const move = () => notifyStock(state, contract.contractId, moveStock(state, contract, movements));
  if (stockDelayMs > 0) later(state, stockDelayMs, move);
  else move();
}

/** Sends a transaction's notification, and tells the till page. */
export function announce(state: State, contract: Contract, transaction: Transaction, action: string): void {
  const { contractId } = contract;
  const id = transaction.head["transactionHeadId"] ?? "";
  notify(state, contractId, "pos:transactions", action, { transactionHeadIds: [id] });
  tell(state, "transaction", { contractId, action, transactionHeadId: id });
}
