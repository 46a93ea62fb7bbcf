import { z } from "zod";
import * as answers from "./answers.ts";
import { openCaller } from "./call.ts";
import { jst } from "./jst.ts";
import type { EndedCall, Failure, Pace, Smaregi, TransactionBody } from "./types.ts";

const isMissing = (answer: Failure): boolean =>
  answer.kind === "refused" && answer.step === "call" && answer.status === 404;

/** スマレジ・プラットフォームAPI for one process: its connections and tokens live until `close`. */
export function createSmaregi(options: {
  idUrl: string;
  apiUrl: string;
  timeoutMs: number;
  pace: Pace;
  onCall?: (call: EndedCall) => void;
}): Smaregi {
  const { call, tokens, close } = openCaller(options);
  const get = "GET" as const;
  const post = "POST" as const;
  const paging = (page: number, limit: number) => ({ page: String(page), limit: String(limit) });

  return {
    stockOf: async (account, { storeId, productId }) => {
      const query = { store_id: storeId, product_id: productId };
      const schema = z.array(answers.stockRow);
      const answer = await call(account, { name: "stock", method: get, path: "/stock", query, schema });
      if (answer.kind !== "ok") return answer;
      const row = answer.value.find((each) => each.productId === productId);
      return row === undefined ? { kind: "noRow" } : { kind: "found", ...row };
    },
    stockPage: async (account, { storeId, page, limit, updatedFrom, updatedTo }) => {
      const query = {
        store_id: storeId,
        sort: "productId",
        ...paging(page, limit),
        "upd_date_time-from": updatedFrom && jst(updatedFrom),
        "upd_date_time-to": updatedTo && jst(updatedTo),
      };
      const schema = z.array(answers.stockRow);
      const answer = await call(account, { name: "stockPage", method: get, path: "/stock", query, schema });
      return answer.kind === "ok"
        ? { kind: "found", rows: answer.value, last: answer.value.length < limit }
        : answer;
    },
    product: async (account, productId) => {
      const path = `/products/${encodeURIComponent(productId)}`;
      const answer = await call(account, { name: "product", method: get, path, schema: answers.product });
      if (answer.kind === "ok") return { kind: "found", product: answer.value };
      return isMissing(answer) ? { kind: "missing" } : answer;
    },
    productPage: async (account, { page, limit }) => {
      const query = { sort: "productId", ...paging(page, limit) };
      const schema = z.array(answers.product);
      const answer = await call(account, {
        name: "productPage",
        method: get,
        path: "/products",
        query,
        schema,
      });
      return answer.kind === "ok"
        ? { kind: "found", products: answer.value, last: answer.value.length < limit }
        : answer;
    },
    registerTransaction: async (account, body) => {
      const input = {
        name: "register",
        method: post,
        path: "/transactions",
        body,
        schema: answers.registered,
      };
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      const { transactionHeadId, details } = answer.value;
      return {
        kind: "registered",
        transactionId: transactionHeadId,
        unknownProductIds: unknownIn(body, details),
      };
    },
    cancelTransaction: async (account, transactionId) => {
      const path = `/transactions/${encodeURIComponent(transactionId)}/cancel`;
      // What a cancellation answers is not certain; only its status is read.
      const input = { name: "cancel", method: post, path, body: {}, schema: z.unknown() };
      const answer = await call(account, input);
      if (answer.kind === "ok") return { kind: "cancelled" };
      return isMissing(answer) ? { kind: "missing" } : answer;
    },
    transaction: async (account, transactionId) => {
      const path = `/transactions/${encodeURIComponent(transactionId)}`;
      const answer = await call(account, {
        name: "transaction",
        method: get,
        path,
        schema: answers.transaction,
      });
      if (answer.kind === "ok") return { kind: "found", transaction: answer.value };
      return isMissing(answer) ? { kind: "missing" } : answer;
    },
    transactionPage: async (account, { storeId, terminalTranFrom, terminalTranTo, page, limit }) => {
      const query = {
        store_id: storeId,
        "terminal_tran_date_time-from": jst(terminalTranFrom),
        "terminal_tran_date_time-to": jst(terminalTranTo),
        ...paging(page, limit),
      };
      const schema = z.array(answers.transaction);
      const input = { name: "transactionPage", method: get, path: "/transactions", query, schema };
      const answer = await call(account, input);
      return answer.kind === "ok"
        ? { kind: "found", transactions: answer.value, last: answer.value.length < limit }
        : answer;
    },
    stores: async (account) => {
      const query = { limit: "1000" };
      const schema = z.array(answers.store);
      const answer = await call(account, { name: "stores", method: get, path: "/stores", query, schema });
      return answer.kind === "ok" ? { kind: "found", stores: answer.value } : answer;
    },
    terminals: async (account) => {
      const query = { limit: "1000" };
      const schema = z.array(answers.terminal);
      const answer = await call(account, {
        name: "terminals",
        method: get,
        path: "/terminals",
        query,
        schema,
      });
      return answer.kind === "ok" ? { kind: "found", terminals: answer.value } : answer;
    },
    credentials: async (account) => {
      const token = await tokens.get(account);
      return token.kind === "token" ? { kind: "ok", scopes: token.scopes } : token;
    },
    forget: (contractId) => tokens.forget(contractId),
    close,
  };
}

/** Smaregi stores an unknown product ID as null, without a word: the line then moves no stock. */
function unknownIn(
  body: TransactionBody,
  details: { transactionDetailId: string; productId: string | null }[] | undefined,
): string[] {
  if (details === undefined) return [];
  const stored = new Map(details.map((detail) => [detail.transactionDetailId, detail.productId]));
  const unknown = body.details.flatMap((line) => {
    const named = line["productId"];
    return named !== undefined && stored.get(line["transactionDetailId"] ?? "") === null ? [named] : [];
  });
  return [...new Set(unknown)];
}
