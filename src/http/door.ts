import { OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler, Context as Request } from "hono";
import type { By } from "../audit/rules.ts";
import type { Permission } from "../accounts/rules.ts";
import { AppError, notFound, type Text } from "../kit/errors.ts";
import { ownIdSpelling, isId } from "../kit/ids.ts";
import { isTooDeep } from "../kit/json.ts";
import { bodyText, limitTo, saysBody } from "./body.ts";
import { invalidInput } from "./problems.ts";
import { routeOf } from "./routes.ts";

/** The caller of the merchant API, by key or session. */
export type Caller = {
  id: string;
  number: string;
  name: string;
  standing: "contract" | "trial" | "ended";
  /** The caller's name in ledgers and logs. */
  actor: string;
  /** Where the request came from. */
  address: string;
  may: Permission[];
  /** True for someone in the console; false for an API key. */
  isPerson: boolean;
  /** The staff account; null for an API key. */
  accountId: string | null;
  /** True if they gave their password within the last minutes. */
  isConfirmed: boolean;
};
export type MerchantEnv = { Variables: { merchant: Caller } };

/** A set of routes that answer all bad input with one kind of 422. */
export function openDoor(): OpenAPIHono<MerchantEnv> {
  return new OpenAPIHono<MerchantEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error);
    },
  });
}

/** The merchant of a request, and the caller's name in the ledger and the logs. */
export function callerOf(request: Request<MerchantEnv>): { merchantId: string; actor: string } {
  const merchant = request.get("merchant");
  return { merchantId: merchant.id, actor: merchant.actor };
}

/** Who did it and from where, for 監査ログ. */
export function byOf(request: Request<MerchantEnv>): By {
  const { actor, address } = request.get("merchant");
  return { actor, address };
}

/** An ID from the path. An ID that cannot be ours is as unknown as another merchant's. */
export function idOf(request: Request, thing: Text): string {
  const id = ownIdSpelling(request.req.param("id") ?? "");
  if (!isId(id)) throw notFound(thing);
  return id;
}

/** True for routes that take a CSV file, which may be long; everywhere else a body is JSON, and short. */
const takesFile = (request: Request): boolean =>
  routeOf(request.req.method, request.req.path)?.limits.includes("file") === true;

/** Throws 415 for a body that is not declared as JSON (or CSV, for routes that take one): it would not be read at all. */
function refuseOtherBodies(request: Request): void {
  const type = request.req.header("content-type") ?? "";
  if (takesFile(request)) {
    // Windows calls a .csv an Excel file.
    if (/^(text\/csv|application\/(vnd\.ms-excel|octet-stream))\b/i.test(type)) return;
    throw new AppError("unsupported_media_type", {
      ja: "Content-Type: text/csv を付けてCSVファイルを送信してください。",
      en: "Send the file as Content-Type: text/csv.",
    });
  }
  if (/^application\/([a-z0-9.+-]+\+)?json\b/i.test(type)) return;
  throw new AppError("unsupported_media_type", {
    ja: "Content-Type: application/json を付けて送信してください。",
    en: "Send the body as Content-Type: application/json.",
  });
}

const megabyte = 1024 * 1024;

/**
 * Throws 413 for a body above a megabyte. Reads it to its end first, because a caller who is still sending would not see the answer.
 */
export const limitBody: MiddlewareHandler = async (request, next) => {
  if (takesFile(request)) return await next();
  const length = Number(request.req.header("content-length") ?? 0);
  if (length > megabyte) {
    if (length < 64 * megabyte) await request.req.raw.body?.pipeTo(new WritableStream());
    throw tooLarge();
  }
  await limitToMegabyte(request, next);
};

const tooLarge = (): AppError =>
  new AppError("body_too_large", {
    ja: "送信されたデータが大きすぎます(上限1MB)。",
    en: "The body is larger than 1 MB.",
  });

const limitToMegabyte = limitTo(megabyte, () => {
  throw tooLarge();
});

/** Throws 415 for a body that would not be read, 400 for JSON that is not UTF-8 or is nested too deep to walk through. */
export const refuseBadBodies: MiddlewareHandler = async (c, next) => {
  if (saysBody(c)) {
    refuseOtherBodies(c);
    // The text is kept for later parsing.
    if (!takesFile(c) && isTooDeep(await bodyText(c, refuseLetters))) throw tooDeep();
  }
  await next();
};

/** If it were read anyway, a replacement character would be stored for each lost letter. */
function refuseLetters(): never {
  throw new AppError("invalid_json", {
    ja: "文字コードがUTF-8ではありません。JSONはUTF-8で送信してください。",
    en: "The body is not UTF-8: send the JSON in UTF-8.",
  });
}

const tooDeep = (): AppError =>
  new AppError("invalid_json", {
    ja: "JSONの入れ子が深すぎます。",
    en: "The JSON is nested too deep.",
  });

export const security: NonNullable<RouteConfig["security"]> = [{ apiKey: [] }, { session: [] }];
