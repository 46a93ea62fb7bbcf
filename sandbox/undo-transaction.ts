import { refuse, type Answer } from "./answer.ts";
import { jst, readBodyTime } from "./jst.ts";
import { switchesOf, timeAt, type Contract, type State, type Transaction } from "./state.ts";
import { announce, moveLater, nextId, putDown, stockMovements } from "./transactions.ts";

export type Undone = { transaction: Transaction } | { refused: Answer };
/** When it was undone, if the caller says so: `cancelDateTime`, `terminalTranDateTime`. */
export type UndoTimes = { cancelDateTime?: string; terminalTranDateTime?: string };

const isUndone = ({ head }: Transaction): boolean =>
  head["cancelDivision"] === "1" || head["disposeDivision"] !== "0";

/** 取引取消: marks the same record; the stock comes back once. */
export function cancel(
  state: State,
  contract: Contract,
  transaction: Transaction,
  times: UndoTimes = {},
): Undone {
  const switches = switchesOf(state, contract.contractId);
  const { head } = transaction;
  if (isUndone(transaction)) {
    return switches.secondCancel === 200
      ? { transaction }
      : { refused: refuse(400, "既に取消済みの取引です。") };
  }
  if (head["sumDivision"] === "2" && switches.closedSaleCancel === 400) {
    return { refused: refuse(400, "締め済みの取引は取消できません。") };
  }
  const { cancelDateTime } = times;
  const now = timeAt(state, contract.contractId);
  head["cancelDivision"] = "1";
  head["cancelDateTime"] = jst(cancelDateTime === undefined ? now : readBodyTime(cancelDateTime));
  touch(transaction, now);
  putDown(state, contract, [transaction]);
  moveLater(state, contract, stockMovements(transaction, 1, switches.cancelDivisionCode));
  announce(state, contract, transaction, "canceled");
  return { transaction };
}

/** 取引打消取消: a new transaction of today takes the old one back and names it; `disposeDivision` marks both. */
export function dispose(
  state: State,
  contract: Contract,
  transaction: Transaction,
  times: UndoTimes = {},
): Undone {
  if (isUndone(transaction)) return { refused: refuse(400, "既に取消済みの取引です。") };
  const now = timeAt(state, contract.contractId);
  const offset = offsetOf(contract, transaction, now, times);
  transaction.head["disposeDivision"] = "1";
  touch(transaction, now);
  putDown(state, contract, [transaction, offset]);
  moveLater(
    state,
    contract,
    stockMovements(offset, -1, switchesOf(state, contract.contractId).cancelDivisionCode),
  );
  announce(state, contract, offset, "disposed");
  return { transaction: offset };
}

const amounts =
  "subtotal total subtotalDiscountPrice pointDiscount couponDiscount taxInclude taxExclude carriage commission deposit depositCash depositCredit change".split(
    " ",
  );
const lineAmounts = ["quantity", "unitNonDiscountSum", "unitDiscountSum", "unitDiscountedSum"];
const minus = (value: string | null | undefined): string | null =>
  value === null || value === undefined ? null : String(0 - Number(value));

function offsetOf(contract: Contract, transaction: Transaction, at: number, times: UndoTimes): Transaction {
  const { head } = transaction;
  const transactionHeadId = nextId(contract);
  const { terminalTranDateTime } = times;
  const terminalTranAt = terminalTranDateTime === undefined ? at : readBodyTime(terminalTranDateTime);
  return {
    head: {
      ...head,
      ...Object.fromEntries(amounts.map((name) => [name, minus(head[name])])),
      transactionHeadId,
      disposeDivision: "2",
      disposeServerTransactionHeadId: head["transactionHeadId"] ?? null,
      transactionUuid: `${head["transactionUuid"] ?? ""}-d`,
      terminalTranDateTime: jst(terminalTranAt),
      sumDate: head["sumDate"] === null ? null : jst(at).slice(0, 10),
      transactionDateTime: jst(at),
      updDateTime: jst(at),
    },
    details: transaction.details.map((line) => ({
      ...line,
      ...Object.fromEntries(lineAmounts.map((name) => [name, minus(line[name])])),
      quantity: minus(line.quantity) ?? "0",
      transactionHeadId,
    })),
    depositOthers: [],
    receivedAt: at,
    terminalTranAt,
    updatedAt: at,
  };
}

function touch(transaction: Transaction, at: number): void {
  transaction.updatedAt = at;
  transaction.head["updDateTime"] = jst(transaction.updatedAt);
}
