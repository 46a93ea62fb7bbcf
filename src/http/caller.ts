import { staffActor } from "../facts/actors.ts";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context as Request, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { authenticate } from "../accounts/keys/api-keys.ts";
import { permissions, type Permission } from "../accounts/rules.ts";
import { readSession, unconfirmed } from "../accounts/session.ts";
import type { Context } from "../context.ts";
import { callerAddress } from "../kit/caller-address.ts";
import { AppError, type Text } from "../kit/errors.ts";
import type { Caller, MerchantEnv } from "./door.ts";
import { routeOf } from "./routes.ts";

/** The cookie of a session in the console. */
export const sessionCookie = "musubi_session";

/** A cookie's name over https: no other host of the domain can set it, and no page loaded over plain http. */
export const cookieOf = (c: Request, name: string): string => (isHttps(c) ? `__Host-${name}` : name);

/** Returns the caller: by the API key if one is sent, else by the session's cookie. Throws 401 if neither is valid. */
export async function whoCalls(ctx: Context, c: Request): Promise<Caller> {
  const header = c.req.header("authorization");
  const token = getCookie(c, cookieOf(c, sessionCookie));
  if (header !== undefined || token === undefined) {
    const address = ipOf(ctx, c);
    const { keyName, over, ...merchant } = await authenticate(ctx, header, address);
    refuseEnded(c, merchant, over);
    const actor = `API: ${keyName}`;
    return { ...merchant, actor, address, isPerson: false, accountId: null, isConfirmed: false };
  }
  const { merchant, account, may, over, ...session } = await readSession(ctx, token, fromOf(ctx, c));
  if (routeOf(c.req.method, c.req.path)?.origin !== "any") refuseCrossSite(c);
  refuseEnded(c, merchant, over);
  if (session.mustSetSecondStep) throw secondStepMissing();
  const { isConfirmed } = session;
  return {
    ...merchant,
    accountId: account.id,
    actor: staffActor(account.name),
    address: ipOf(ctx, c),
    may,
    isPerson: true,
    isConfirmed,
  };
}

/**
 * Lets callers with a key or a session through to /api/v1, as far as their permissions go. `routes.ts` has every route's permission.
 */
export function letIn(ctx: Context): MiddlewareHandler<MerchantEnv> {
  return async (c, next) => {
    const caller = await whoCalls(ctx, c);
    const route = routeOf(c.req.method, c.req.path);
    const missing = permissions.find((each) => each === route?.asks && !caller.may.includes(each));
    if (missing !== undefined) throw forbidden(missing);
    if (route?.limits.includes("confirmed") === true && !caller.isConfirmed) throw unconfirmed();
    c.set("merchant", caller);
    await next();
  };
}

const names: Record<Permission, Text> = {
  "products.edit": { ja: "商品の編集", en: "editing products" },
  "orders.edit": { ja: "受注の編集", en: "editing orders" },
  "products.bulk": { ja: "商品の一括処理・削除", en: "files of products and deleting" },
  "link.repair": { ja: "スマレジ連携の復旧", en: "repairing the link to Smaregi" },
  "settings.edit": { ja: "スマレジ連携設定の変更", en: "changing the connection" },
  "accounts.edit": { ja: "スタッフ・APIキーの管理", en: "staff accounts and API keys" },
};

function forbidden(missing: Permission): AppError {
  const { ja, en } = names[missing];
  return new AppError("forbidden", {
    ja: `この操作の権限(${ja}: ${missing})がありません。加盟店-管理者に依頼してください。`,
    en: `You may not do this: it needs the permission for ${en} (${missing}).`,
  });
}

/** The error for people without a second step where everyone must have one. */
export const secondStepMissing = (): AppError =>
  new AppError("second_step_missing", {
    ja: "この店舗では、全員に2段階認証が必要です。設定してから操作してください。",
    en: "This shop demands a second step of everybody: set yours up first.",
  });

/** People of an ended merchant may read their data for 60 days, until it is `over`, and write nothing (C5). */
function refuseEnded(c: Request, { standing }: { standing: string }, over: boolean): void {
  if (standing !== "ended" || (isReading(c) && !over)) return;
  throw new AppError("merchant_ended", {
    ja: "この店舗の契約は終了しています。データの閲覧は契約終了から60日間できますが、変更はできません。",
    en: "The contract of this shop has ended: its data can be read for 60 days from then on, and not be changed.",
  });
}

const isReading = (c: Request): boolean => c.req.method === "GET" || c.req.method === "HEAD";

/**
 * Throws 403 if a page of another site sent the request with our cookie. Browsers say where a request comes from in `Sec-Fetch-Site`;
 * older ones, and those on plain http, in `Origin`. `lenient`: accept requests that say neither; they come from no browser, and no
 * cookie matters there yet.
 */
export function refuseCrossSite(c: Request, { lenient = false } = {}): void {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (site !== undefined ? site === "same-origin" : origin !== undefined && isOurs(c, origin)) return;
  if (lenient && site === undefined && origin === undefined) return;
  throw new AppError("cross_site", {
    ja: "ほかのサイトから送信されたリクエストは受け付けません。",
    en: "The request came from another site's page.",
  });
}

const isOurs = (c: Request, origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).host === c.req.header("host");

/** The caller's address (`callerAddress`): behind our own proxies (`MUSUBI_PROXIES`), what the outermost of them saw. */
export function ipOf(ctx: Context, c: Request): string {
  const { proxies } = ctx.settings;
  const seen = (c.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const told = proxies > 0 ? seen.at(-proxies) : undefined;
  return callerAddress(told ?? getConnInfo(c).remote.address ?? "unknown");
}

/** The origin of a request as shown in the list of one's own sessions: the address, and the browser's name for itself. */
export function fromOf(ctx: Context, c: Request): { address: string; browser: string } {
  const browser = (c.req.header("user-agent") ?? "").replaceAll(/[^\x20-\x7e]/g, "").slice(0, 300);
  return { address: ipOf(ctx, c), browser };
}

/** True if the browser used https, to us or to a proxy before us. */
export const isHttps = (c: Request): boolean =>
  new URL(c.req.url).protocol === "https:" || /^https\b/i.test(c.req.header("x-forwarded-proto") ?? "");
