import type { z } from "zod";
import * as answers from "./answers.ts";
import type { Call } from "./call.ts";
import { jst } from "./jst.ts";
import { isMissing, ofOthers, paging, rowsOf, unreadable } from "./lists.ts";
import { idSpelling } from "./spelling.ts";
import { faultOf, type TransactionBody } from "./transaction-body.ts";
import type { Account, Failure, MayGo, Smaregi, Transaction, TransactionLine } from "./types.ts";

const transactions = rowsOf(answers.transaction, "transactionHeadId");
const withLines = (asked: boolean | undefined) => ({ with_details: asked === true ? "all" : undefined });

type Undoing = {
  name: "cancel" | "dispose";
  transactionId: string;
  schema: z.ZodType;
  mayGo: MayGo | undefined;
};

/** 取引登録, 取引取消, 取引打消取消, 取引取得 and 取引一覧取得. */
export function transactionCalls(
  call: Call,
): Pick<
  Smaregi,
  "registerTransaction" | "cancelTransaction" | "disposeTransaction" | "transaction" | "transactionPage"
> {
  const undo = async (
    account: Account,
    { name, transactionId, schema, mayGo }: Undoing,
  ): Promise<{ kind: "cancelled" } | { kind: "missing" } | Failure> => {
    const path = `/transactions/${encodeURIComponent(transactionId)}/${name}`;
    const answer = await call(account, { name, method: "POST", path, body: {}, schema, mayGo });
    if (answer.kind === "ok") return { kind: "cancelled" };
    return isMissing(answer) ? { kind: "missing" } : answer;
  };

  return {
    registerTransaction: async (account, body, mayGo) => {
      const fault = faultOf(body);
      if (fault !== null) {
        const reason = { kind: "badTransaction", data: { fault } } as const;
        return { kind: "refused", step: "call", status: 422, reason };
      }
      const path = "/transactions";
      const schema = answers.transaction;
      const input = { name: "register", method: "POST", path, body, schema, mayGo } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      if (isOther(answer.value, body)) return ofOthers;
      const { transactionId, lines } = answer.value;
      const unknownProductIds = unknownIn(body, lines ?? []);
      return { kind: "registered", transactionId, transaction: answer.value, unknownProductIds };
    },

    cancelTransaction: (account, transactionId, mayGo) =>
      undo(account, { name: "cancel", transactionId, schema: answers.cancelledOf(transactionId), mayGo }),

    disposeTransaction: (account, transactionId, mayGo) =>
      undo(account, { name: "dispose", transactionId, schema: answers.disposedOf(transactionId), mayGo }),

    transaction: async (account, transactionId, asked = {}) => {
      const path = `/transactions/${encodeURIComponent(transactionId)}`;
      const query = withLines(asked.withDetails);
      const schema = answers.transaction;
      const input = { name: "transaction", method: "GET", path, query, schema } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return isMissing(answer) ? { kind: "missing" } : answer;
      const isIt = answer.value.transactionId === idSpelling(transactionId);
      return isIt ? { kind: "found", transaction: answer.value } : ofOthers;
    },

    transactionPage: async (account, of) => {
      const limit = of.withDetails === true ? Math.min(of.limit, 100) : of.limit;
      const query = {
        store_id: of.storeId,
        transaction_uuid: of.transactionUuid,
        "terminal_tran_date_time-from": jst(of.terminalTranFrom),
        "terminal_tran_date_time-to": jst(of.terminalTranTo),
        ...paging(of.page, limit),
        ...withLines(of.withDetails),
      };
      const path = "/transactions";
      const input = { name: "transactionPage", method: "GET", path, query, schema: transactions } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      const { rows, odd, size } = answer.value;
      const [first] = odd;
      if (first !== undefined && of.takeOdd !== true) return unreadable(first.reason);
      return { kind: "found", transactions: rows, odd, size };
    },
  };
}

/**
 * True if the answer to a registration describes another sale: there is at least one mark that both sides have, and all
 * such marks differ.
 */
function isOther(answered: Transaction, body: TransactionBody): boolean {
  const marks = ["terminalTranId", "transactionUuid"] as const;
  const told = marks.filter((mark) => answered[mark] !== null && body[mark] !== undefined);
  return told.length > 0 && told.every((mark) => answered[mark] !== body[mark]);
}

/**
 * The product IDs of lines that Smaregi silently stored as null because it does not know them: such a line moves no
 * stock.
 */
function unknownIn(body: TransactionBody, stored: TransactionLine[]): string[] {
  const products = new Map(stored.map((line) => [line.lineId, line.productId]));
  const unknown = body.details.flatMap(({ productId, transactionDetailId }) =>
    productId !== undefined && products.get(transactionDetailId) === null ? [productId] : [],
  );
  return [...new Set(unknown)];
}
