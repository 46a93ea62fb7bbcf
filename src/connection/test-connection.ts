import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { notFound } from "../kit/errors.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { forPerson } from "../smaregi/patience.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { checkProducts } from "./check-products.ts";
import { noteGreenTest, readConnectionRow, type ConnectionRow } from "./store.ts";

export type Check = {
  name:
    | "credentials"
    | "scopes"
    | "store"
    | "terminal"
    | "stock"
    | "products"
    | "stockControl"
    | "taxRates"
    | "prices"
    | "sellable";
  ok: boolean;
  fact: Fact;
};

const needed = [
  "pos.stock:read",
  "pos.products:read",
  "pos.transactions:read",
  "pos.transactions:write",
  "pos.stores:read",
];

/** A connection to test: the saved one, or one that may be saved. */
type Tested = Pick<
  ConnectionRow,
  "merchantId" | "contractId" | "storeId" | "terminalId" | "clientId" | "clientSecretSealed"
>;

/**
 * C6: asks Smaregi with the saved connection and says for each part if it can be used. If all parts can, this is noted with the
 * connection.
 */
export async function testConnection(
  ctx: Context,
  merchantId: string,
): Promise<{ ok: boolean; checks: Check[]; clockAheadSeconds: number | null }> {
  const connection = await readConnectionRow(ctx.db, merchantId);
  if (connection === null) throw notFound({ ja: "スマレジ連携設定", en: "Smaregi connection" });
  const checks = await runChecks(ctx, connection);
  const ok = checks.every((check) => check.ok);
  if (ok) await noteGreenTest(ctx.db, connection);
  const time = ctx.smaregi.time();
  // How far Smaregi's clock is ahead of ours: its windows use its own clock.
  const clockAheadSeconds =
    time === null ? null : Math.round((time.getTime() - ctx.clock().getTime()) / 1000);
  return { ok, checks, clockAheadSeconds };
}

/** Runs the checks of a connection, saved or not. `withProducts`: also those of the linked products, which the mirror stores. */
export async function runChecks(
  ctx: Context,
  connection: Tested,
  { withProducts = true } = {},
): Promise<Check[]> {
  const own = accountOf(ctx, connection);
  if (own === null) return [{ name: "credentials", ok: false, fact: noAccount.reason }];
  const account = forPerson(ctx, own);
  ctx.smaregi.forget(account.contractId);
  const token = await ctx.smaregi.credentials(account);
  if (token.kind !== "ok") {
    if (token.kind !== "refused") return [refused("credentials", token)];
    const data = { contractId: account.contractId, reason: token.reason };
    return [{ name: "credentials", ok: false, fact: { kind: "credentialsRefused", data } }];
  }
  const missing = needed.filter((scope) => !token.scopes.includes(scope));
  return [
    {
      name: "credentials",
      ok: true,
      fact: { kind: "credentialsGood", data: {} },
    },
    missing.length === 0
      ? { name: "scopes", ok: true, fact: { kind: "scopesGood", data: {} } }
      : { name: "scopes", ok: false, fact: { kind: "scopesMissing", data: { scopes: missing } } },
    ...(await checkPlace(ctx, account, connection)),
    await checkStock(ctx, account, connection.storeId),
    ...(withProducts ? await checkProducts(ctx, account, connection) : []),
  ];
}

/** Checks that a store and its terminal exist and can be used. */
async function checkPlace(
  ctx: Context,
  account: Account,
  place: { storeId: string; terminalId: string },
): Promise<Check[]> {
  return [await checkStore(ctx, account, place.storeId), await checkTerminal(ctx, account, place)];
}

/** A slow Smaregi is not a wrong setting: a missing answer is reported differently from a refusal. */
const refused = (name: Check["name"], failure: { kind?: Failure["kind"]; reason: Fact }): Check => ({
  name,
  ok: false,
  fact: {
    kind: failure.kind === "unclear" ? "notReached" : "notAsked",
    data: { reason: failure.reason },
  },
});

async function checkStore(ctx: Context, account: Account, storeId: string): Promise<Check> {
  const answer = await ctx.smaregi.stores(account);
  if (answer.kind !== "found") return refused("store", answer);
  const store = answer.stores.find((each) => each.storeId === storeId);
  const [odd] = answer.odd;
  if (store === undefined && odd !== undefined) return refused("store", odd);
  if (store === undefined)
    return { name: "store", ok: false, fact: { kind: "storeUnlisted", data: { storeId } } };
  const data = { name: store.storeName ?? storeId };
  if (store.paused) return { name: "store", ok: false, fact: { kind: "storePaused", data } };
  if (store.warehouse) return { name: "store", ok: false, fact: { kind: "storeWarehouse", data } };
  // This is only advice: sales are registered anyway.
  const kind = store.sumProcDivision === "0" ? "storeClosedByHand" : "storeFound";
  return { name: "store", ok: true, fact: { kind, data } };
}

async function checkTerminal(
  ctx: Context,
  account: Account,
  { storeId, terminalId }: { storeId: string; terminalId: string },
): Promise<Check> {
  const answer = await ctx.smaregi.terminals(account);
  if (answer.kind !== "found") return refused("terminal", answer);
  const terminal = answer.terminals.find((each) => each.terminalId === terminalId);
  const [odd] = answer.odd;
  if (terminal === undefined && odd !== undefined) return refused("terminal", odd);
  const owner = terminal?.storeId ?? storeId;
  if (terminal === undefined || owner !== storeId) {
    const fact: Fact =
      terminal === undefined
        ? { kind: "terminalUnlisted", data: { terminalId } }
        : { kind: "terminalElsewhere", data: { terminalId, storeId: owner } };
    return { name: "terminal", ok: false, fact };
  }
  const data = { name: terminal.terminalName ?? terminalId };
  return terminal.stopped
    ? { name: "terminal", ok: false, fact: { kind: "terminalStopped", data } }
    : { name: "terminal", ok: true, fact: { kind: "terminalFound", data } };
}

async function checkStock(ctx: Context, account: Account, storeId: string): Promise<Check> {
  const answer = await ctx.smaregi.stockPage(account, { storeId, page: 1, limit: 1 });
  return answer.kind === "found"
    ? { name: "stock", ok: true, fact: { kind: "stockRead", data: {} } }
    : refused("stock", answer);
}
