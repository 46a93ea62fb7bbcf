import type { Context as Request } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { AppError, statusOf, type FieldError, type Text } from "../kit/errors.ts";
import { isPassing } from "../kit/passing.ts";
import { hasLeft } from "./body.ts";
import { placedIssues } from "./issues.ts";
import { sentenceOf } from "./sentences.ts";

const titles: Record<number, Text> = {
  400: { ja: "リクエストの形式が正しくありません", en: "Bad request" },
  401: { ja: "認証が必要です", en: "Unauthorized" },
  403: { ja: "権限がありません", en: "Forbidden" },
  404: { ja: "見つかりません", en: "Not found" },
  409: { ja: "現在の状態では実行できません", en: "Conflict" },
  413: { ja: "データが大きすぎます", en: "Content too large" },
  415: { ja: "この形式は受け付けられません", en: "Unsupported media type" },
  422: { ja: "入力内容に誤りがあります", en: "Unprocessable content" },
  429: { ja: "しばらくお待ちください", en: "Too many requests" },
  500: { ja: "内部エラー", en: "Internal error" },
  503: { ja: "一時的に利用できません", en: "Unavailable" },
};

/** The reader's language: Japanese, unless the request asks for English first. */
export function languageOf(request: Request): keyof Text {
  return /^\s*en\b/i.test(request.req.header("accept-language") ?? "") ? "en" : "ja";
}

/** An RFC 9457 problem document in the reader's language. */
function problem(request: Request, error: AppError): Response {
  const status = statusOf[error.code];
  const read = languageOf(request);
  const fields = error.fields.map((field) => ({ path: field.path, message: field.message[read] }));
  const body = {
    type: "about:blank",
    title: titles[status]?.[read] ?? error.code,
    status,
    detail: error.detail[read],
    code: error.code,
    requestId: request.get("requestId"),
    ...(fields.length > 0 ? { errors: fields } : {}),
  };
  return request.body(JSON.stringify(body), status, {
    "content-type": "application/problem+json; charset=utf-8",
    // A 401 has to name a way to sign in (RFC 9110).
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(error.retryAfter === undefined ? {} : { "retry-after": String(error.retryAfter) }),
  });
}

/** In seconds: a restarting database is back by then. */
const pause = 3;
const databaseBusy = new AppError(
  "not_ready",
  {
    ja: "データベースが使えない状態のため、いまは処理できません。少し待って、もう一度お試しください。",
    en: "The database can't be reached or is busy, so this can't be done now. Wait a moment and try again.",
  },
  [],
  pause,
);

/** The request's fields in a line of the log. Its ID is in the answer, too. */
const atOf = (request: Request, error: Error) => {
  const { method, path } = request.req;
  return { err: error, requestId: request.get("requestId"), method, path };
};

/** Turns anything that a door threw into an answer: the one place for it in all of HTTP. */
export async function answerError(ctx: Context, request: Request, error: Error): Promise<Response> {
  if (error instanceof AppError) return problem(request, error);
  if (error instanceof HTTPException && error.status < 500) return problem(request, fromFramework(error));
  if (hasLeft(request)) {
    ctx.log.info(atOf(request, error), "a caller left in the middle of the body");
    return problem(request, fromFramework(new HTTPException(400)));
  }
  if (await isPassing(ctx.db, error)) {
    ctx.log.warn(atOf(request, error), "a request found no database that could do it now");
    return problem(request, databaseBusy);
  }
  ctx.log.error(atOf(request, error), "a request failed");
  return problem(
    request,
    new AppError("internal", {
      ja: "サーバー内部でエラーが発生しました。",
      en: "Something went wrong on our side; nothing that was not answered is taken as done.",
    }),
  );
}

function fromFramework(error: HTTPException): AppError {
  if (error.status === 413) {
    return new AppError("body_too_large", {
      ja: "送信されたデータが大きすぎます。",
      en: "The body is larger than this address takes.",
    });
  }
  return new AppError("invalid_json", { ja: "JSONとして読み取れません。", en: "The body is not JSON." });
}

/** The 422 with the place and reason of everything that a schema found. */
export function invalidInput(error: z.core.$ZodError): AppError {
  const fields = placedIssues(error.issues).map(({ path, issue }): FieldError => ({
    path: pathOf(path),
    message: sentenceOf(issue),
  }));
  const first = fields[0];
  // A problem of the body as a whole has no place in it.
  const place = first === undefined || first.path === "" ? "" : `${first.path}: `;
  return new AppError(
    "invalid",
    {
      ja: `入力内容に誤りがあります。${place}${first?.message.ja ?? ""}`,
      en: `Some of what was sent is not right. ${place}${first?.message.en ?? ""}`,
    },
    fields,
  );
}

function pathOf(path: PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
