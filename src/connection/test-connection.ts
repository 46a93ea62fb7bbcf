import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { checkProducts } from "./check-products.ts";
import { readConnectionRow, syncedProducts, type ConnectionRow } from "./store.ts";

export type Check = {
  name: "credentials" | "scopes" | "store" | "terminal" | "stock" | "products" | "stockControl";
  ok: boolean;
  detail: string;
};

const needed = [
  "pos.stock:read",
  "pos.products:read",
  "pos.transactions:read",
  "pos.transactions:write",
  "pos.stores:read",
];

/** C6: asks Smaregi, with the connection as it is saved, and says of each part whether Smaregi takes it. */
export async function testConnection(
  ctx: Context,
  merchantId: string,
): Promise<{ ok: boolean; checks: Check[]; clockAheadSeconds: number | null }> {
  const connection = await readConnectionRow(ctx.db, merchantId);
  if (connection === null) throw notFound({ ja: "スマレジ連携設定", en: "Smaregi connection" });
  const checks = await runChecks(ctx, connection);
  const time = ctx.smaregi.time();
  // So far Smaregi's clock is ahead of ours; its windows are asked for by its own.
  const clockAheadSeconds =
    time === null ? null : Math.round((time.getTime() - ctx.clock().getTime()) / 1000);
  return { ok: checks.every((check) => check.ok), checks, clockAheadSeconds };
}

async function runChecks(ctx: Context, connection: ConnectionRow): Promise<Check[]> {
  const account = accountOf(ctx, connection);
  if (account === null) return [{ name: "credentials", ok: false, detail: noAccount.reason }];
  ctx.smaregi.forget(account.contractId);
  const token = await ctx.smaregi.credentials(account);
  if (token.kind !== "ok") {
    if (token.kind !== "refused") return [refused("credentials", token)];
    return [{ name: "credentials", ok: false, detail: `契約ID「${account.contractId}」: ${token.reason}` }];
  }
  const missing = needed.filter((scope) => !token.scopes.includes(scope));
  return [
    {
      name: "credentials",
      ok: true,
      detail: "契約IDとクライアントID・シークレットは正しく設定されています。",
    },
    missing.length === 0
      ? { name: "scopes", ok: true, detail: "必要な権限(スコープ)がそろっています。" }
      : { name: "scopes", ok: false, detail: `スマレジのアプリに権限が足りません: ${missing.join(" ")}` },
    await checkStore(ctx, account, connection.storeId),
    await checkTerminal(ctx, account, connection),
    await checkStock(ctx, account, connection.storeId),
    ...(await checkProducts(ctx, account, await syncedProducts(ctx.db, connection.merchantId))),
  ];
}

const refused = (name: Check["name"], failure: Pick<Failure, "reason">): Check => ({
  name,
  ok: false,
  detail: `スマレジから確認できませんでした: ${failure.reason}`,
});

async function checkStore(ctx: Context, account: Account, storeId: string): Promise<Check> {
  const answer = await ctx.smaregi.stores(account);
  if (answer.kind !== "found") return refused("store", answer);
  const store = answer.stores.find((each) => each.storeId === storeId);
  const [odd] = answer.odd;
  if (store === undefined && odd !== undefined) return refused("store", odd);
  return store === undefined
    ? { name: "store", ok: false, detail: `店舗ID「${storeId}」はスマレジにありません。` }
    : { name: "store", ok: true, detail: `店舗「${store.storeName ?? storeId}」が見つかりました。` };
}

async function checkTerminal(
  ctx: Context,
  account: Account,
  { storeId, terminalId }: ConnectionRow,
): Promise<Check> {
  const answer = await ctx.smaregi.terminals(account);
  if (answer.kind !== "found") return refused("terminal", answer);
  const terminal = answer.terminals.find((each) => each.terminalId === terminalId);
  const [odd] = answer.odd;
  if (terminal === undefined && odd !== undefined) return refused("terminal", odd);
  const owner = terminal?.storeId ?? storeId;
  if (terminal === undefined || owner !== storeId) {
    const detail =
      terminal === undefined
        ? `端末ID「${terminalId}」はスマレジにありません。`
        : `端末ID「${terminalId}」は店舗ID「${owner}」の端末です。`;
    return { name: "terminal", ok: false, detail };
  }
  return {
    name: "terminal",
    ok: true,
    detail: `端末「${terminal.terminalName ?? terminalId}」が見つかりました。`,
  };
}

async function checkStock(ctx: Context, account: Account, storeId: string): Promise<Check> {
  const answer = await ctx.smaregi.stockPage(account, { storeId, page: 1, limit: 1 });
  return answer.kind === "found"
    ? { name: "stock", ok: true, detail: "在庫を取得できました。" }
    : refused("stock", answer);
}
