import { refuse, type Answer } from "./answer.ts";
import { jst, readTime } from "./jst.ts";
import { notify, notifyStock } from "./notify.ts";
import { tell, type Contract, type Detail, type Fields, type State, type Transaction } from "./state.ts";
import { moveStock, type Movement } from "./stock.ts";
import { switchesOf } from "./switches.ts";

const keyOf = (head: Fields): string =>
  [head["storeId"], head["terminalId"], head["terminalTranDateTime"], head["terminalTranId"]].join(" ");

/** Writes a transaction that was found right: its books, its stock, its notifications. */
export function register(state: State, contract: Contract, head: Fields, lines: Fields[]): Transaction {
  contract.lastTransactionId += 1;
  const transactionHeadId = String(contract.lastTransactionId);
  const now = jst();
  const details = lines.map((line): Detail => {
    const named = line["productId"] ?? null;
    const product = named === null ? undefined : contract.products.get(named);
    return {
      ...line,
      transactionHeadId,
      transactionDetailId: line["transactionDetailId"] ?? "",
      quantity: line["quantity"] ?? "0",
      // An unknown product is stored as none, without a word.
      productId: product === undefined ? null : named,
      productCode: line["productCode"] ?? product?.["productCode"] ?? null,
      productName: line["productName"] ?? product?.["productName"] ?? null,
      price: line["price"] ?? product?.["price"] ?? "0",
      taxDivision: line["taxDivision"] ?? product?.["taxDivision"] ?? "0",
    };
  });
  const transaction: Transaction = {
    head: {
      cancelDivision: "0",
      disposeDivision: "0",
      disposeServerTransactionHeadId: null,
      cancelDateTime: null,
      memo: null,
      transactionUuid: `${String(Math.floor(Date.now() / 1000)).slice(-9)}${(head["terminalId"] ?? "").padStart(4, "0")}`,
      ...head,
      sumDivision: head["sumDivision"] ?? "0",
      transactionHeadId,
      transactionDateTime: now,
      updDateTime: now,
    },
    details,
    terminalTranAt: readTime(head["terminalTranDateTime"] ?? ""),
    updatedAt: Date.now(),
  };
  contract.transactions.set(transactionHeadId, transaction);
  contract.keys.add(keyOf(transaction.head));
  state.changed();
  moveLater(state, contract, stockMovements(transaction, -1, "02"));
  announce(state, contract, transaction, "created");
  return transaction;
}

/** Whether a sale with these four numbers stands in the books already. */
export const isTaken = (contract: Contract, head: Fields): boolean => contract.keys.has(keyOf(head));

/** 取引取消: the same record, marked; the stock comes back once. */
export function cancel(state: State, contract: Contract, transaction: Transaction): Answer | Transaction {
  const switches = switchesOf(state, contract.contractId);
  const { head } = transaction;
  if (head["cancelDivision"] === "1" || head["disposeDivision"] !== "0") {
    return switches.secondCancel === 200 ? transaction : refuse(400, "既に取消済みの取引です。");
  }
  if (head["sumDivision"] === "2" && switches.closedSaleCancel === 400) {
    return refuse(400, "締め済みの取引は取消できません。");
  }
  head["cancelDivision"] = "1";
  head["cancelDateTime"] = jst();
  touch(state, transaction);
  moveLater(state, contract, stockMovements(transaction, 1, switches.cancelDivisionCode));
  announce(state, contract, transaction, "canceled");
  return transaction;
}

/** 取引打消取消: a new transaction of today takes the old one back. */
export function dispose(state: State, contract: Contract, transaction: Transaction): Answer | Transaction {
  const { head } = transaction;
  if (head["cancelDivision"] === "1" || head["disposeDivision"] !== "0") {
    return refuse(400, "既に取消済みの取引です。");
  }
  const minus = (value: string | null | undefined): string => String(-Number(value ?? "0"));
  contract.lastTransactionId += 1;
  const id = String(contract.lastTransactionId);
  const now = jst();
  const offset: Transaction = {
    head: {
      ...head,
      transactionHeadId: id,
      subtotal: minus(head["subtotal"]),
      total: minus(head["total"]),
      disposeDivision: "2",
      disposeServerTransactionHeadId: head["transactionHeadId"] ?? null,
      transactionUuid: `${head["transactionUuid"] ?? ""}-d`,
      terminalTranDateTime: now,
      transactionDateTime: now,
      updDateTime: now,
    },
    details: transaction.details.map((line) => ({
      ...line,
      transactionHeadId: id,
      quantity: minus(line.quantity),
    })),
    terminalTranAt: Date.now(),
    updatedAt: Date.now(),
  };
  contract.transactions.set(id, offset);
  head["disposeDivision"] = "1";
  touch(state, transaction);
  moveLater(state, contract, stockMovements(transaction, 1, "12"));
  announce(state, contract, offset, "disposed");
  return offset;
}

/** A transaction as the API answers it. */
export function shown(transaction: Transaction, withDetails: boolean): object {
  return withDetails ? { ...transaction.head, details: transaction.details } : transaction.head;
}

function touch(state: State, transaction: Transaction): void {
  transaction.updatedAt = Date.now();
  transaction.head["updDateTime"] = jst();
  state.changed();
}

function stockMovements(transaction: Transaction, sign: 1 | -1, division: string): Movement[] {
  const storeId = transaction.head["storeId"] ?? "";
  return transaction.details.flatMap((line) => {
    if (line.productId === null) return [];
    const back = line["transactionDetailDivision"] === "2" ? -1 : 1;
    return [
      { storeId, productId: line.productId, difference: sign * back * Number(line.quantity), division },
    ];
  });
}

function moveLater(state: State, contract: Contract, movements: Movement[]): void {
  const { stockDelayMs } = switchesOf(state, contract.contractId);
  const move = () => notifyStock(state, contract.contractId, moveStock(state, contract, movements));
  if (stockDelayMs > 0) setTimeout(move, stockDelayMs);
  else move();
}

function announce(state: State, contract: Contract, transaction: Transaction, action: string): void {
  const { contractId } = contract;
  const id = transaction.head["transactionHeadId"] ?? "";
  notify(state, contractId, "pos:transactions", action, { transactionHeadIds: [id] });
  tell(state, "transaction", { contractId, action, transactionHeadId: id });
}
