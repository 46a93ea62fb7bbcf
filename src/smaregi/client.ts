import * as answers from "./answers.ts";
import { openCaller, type CallerOptions } from "./call.ts";
import { goodsCalls } from "./goods-calls.ts";
import { paging, rowsOf } from "./lists.ts";
import { transactionCalls } from "./transaction-calls.ts";
import type { Smaregi } from "./types.ts";

/**
 * スマレジ・プラットフォームAPI for one process: its connections and tokens live until `close`. `timeoutMs` holds for
 * one sending, 10 seconds where none is given. What Smaregi does is never thrown; what `pace` throws is.
 */
export function createSmaregi(
  options: Omit<CallerOptions, "timeoutMs"> & Partial<Pick<CallerOptions, "timeoutMs">>,
): Smaregi {
  const { call, tokens, clock, close } = openCaller({ ...options, timeoutMs: options.timeoutMs ?? 10_000 });
  const query = paging(1, 1000);

  return {
    ...goodsCalls(call),
    ...transactionCalls(call),
    stores: async (account) => {
      const schema = rowsOf(answers.store, "storeId");
      const answer = await call(account, { name: "stores", method: "GET", path: "/stores", query, schema });
      if (answer.kind !== "ok") return answer;
      return { kind: "found", stores: answer.value.rows, odd: answer.value.odd };
    },
    terminals: async (account) => {
      const schema = rowsOf(answers.terminal, "terminalId");
      const input = { name: "terminals", method: "GET", path: "/terminals", query, schema } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      return { kind: "found", terminals: answer.value.rows, odd: answer.value.odd };
    },
    credentials: async (account) => {
      const token = await tokens.get(account);
      return token.kind === "token" ? { kind: "ok", scopes: token.scopes } : token;
    },
    prove: async (account) => {
      const token = await tokens.fresh(account);
      return token.kind === "token" ? { kind: "ok" } : token;
    },
    time: () => clock.time(),
    forget: (contractId) => tokens.forget(contractId),
    close,
  };
}
