import type { z } from "zod";
import * as answers from "./answers.ts";
import { openCaller, type Call, type CallerOptions } from "./call.ts";
import { goodsCalls } from "./goods-calls.ts";
import { paging, rowsOf, type Rows } from "./lists.ts";
import { readWhole, type AskPage } from "./read-list.ts";
import { withPatience } from "./patience.ts";
import { transactionCalls } from "./transaction-calls.ts";
import { readSignIn, signInUrl } from "./sign-in.ts";
import type { Account, Smaregi } from "./types.ts";

/**
 * スマレジ・プラットフォームAPI for one process: its connections and tokens live until `close`. `timeoutMs` limits one sending, 10
 * seconds by default. Errors of Smaregi are never thrown; errors of `pace` are.
 */
export function createSmaregi(
  options: Omit<CallerOptions, "timeoutMs"> & Partial<Pick<CallerOptions, "timeoutMs">>,
): Smaregi {
  const { call, tokens, wire, clock, close } = openCaller({
    ...options,
    timeoutMs: options.timeoutMs ?? 10_000,
  });

  return {
    ...goodsCalls(call),
    ...transactionCalls(call),
    categories: async (account) => {
      const read = await readWhole(pagesOf(call, account, "categories", answers.category, "categoryId"));
      return read.kind === "found" ? { kind: "found", categories: read.rows } : read;
    },
    reduceTaxRates: async (account) => {
      const pages = pagesOf(call, account, "reduce_tax_rates", answers.reduceTaxRate, "reduceTaxId");
      const read = await readWhole(pages);
      return read.kind === "found" ? { kind: "found", rates: read.rows } : read;
    },
    stores: async (account) => {
      const read = await readWhole(pagesOf(call, account, "stores", answers.store, "storeId"));
      return read.kind === "found" ? { kind: "found", stores: read.rows, odd: read.odd } : read;
    },
    terminals: async (account) => {
      const read = await readWhole(pagesOf(call, account, "terminals", answers.terminal, "terminalId"));
      return read.kind === "found" ? { kind: "found", terminals: read.rows, odd: read.odd } : read;
    },
    paymentMethods: async (account, storeId) => {
      const path = `/stores/${encodeURIComponent(storeId)}/payment_methods`;
      const pages = pagesOf(call, account, "payment_methods", answers.paymentMethod, "paymentMethodId", path);
      const read = await readWhole(pages);
      return read.kind === "found" ? { kind: "found", paymentMethods: read.rows } : read;
    },
    credentials: async (account) => {
      const token = await withPatience(account, "token", () => tokens.get(account));
      return token.kind === "token" ? { kind: "ok", scopes: token.scopes } : token;
    },
    prove: async (account) => {
      const token = await withPatience(account, "token", () => tokens.fresh(account));
      return token.kind === "token" ? { kind: "ok" } : token;
    },
    signInUrl: (app) => signInUrl(options.idUrl, app),
    readSignIn: (input) => readSignIn(options.idUrl, wire, input),
    time: () => clock.time(),
    forget: (contractId) => tokens.forget(contractId),
    close,
  };
}

/**
 * The pages of a list that is read as a whole: a contract's stores, terminals, 部門 or tax rates, or a store's payment
 * methods.
 */
function pagesOf<Schema extends z.ZodType>(
  call: Call,
  account: Account,
  name: "stores" | "terminals" | "categories" | "reduce_tax_rates" | "payment_methods",
  row: Schema,
  idField: string,
  path = `/${name}`,
): AskPage<{ kind: "found" } & Rows<z.output<Schema>>> {
  const schema = rowsOf(row, idField);
  return async ({ page, limit }) => {
    const query = paging(page, limit);
    const answer = await call(account, { name, method: "GET", path, query, schema });
    return answer.kind === "ok" ? { kind: "found", ...answer.value } : answer;
  };
}
