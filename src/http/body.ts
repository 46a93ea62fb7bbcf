import { isUtf8 } from "node:buffer";
import type { HttpBindings } from "@hono/node-server";
import type { Context as Request, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";

const utf8 = new TextDecoder();

/** True if the body's length is given; then exactly that much is read. */
const saysLength = (c: Request): boolean =>
  c.req.header("content-length") !== undefined && c.req.header("transfer-encoding") === undefined;

/** True if a request announces a body. A connection knows no other way (RFC 9112, 6.3). */
export const saysBody = (c: Request): boolean =>
  Number(c.req.header("content-length") ?? 0) > 0 || c.req.header("transfer-encoding") !== undefined;

/** The connection's message; undefined if the request was made within the process. */
const incomingOf = (c: Request): HttpBindings["incoming"] | undefined =>
  ((c.env ?? {}) as Partial<HttpBindings>).incoming;

/** True if the caller's connection ended in the middle of the body: whatever error that caused, no one waits for an answer. */
export const hasLeft = (c: Request): boolean => {
  const incoming = incomingOf(c);
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
};

/** Refuses a body of more than `maxSize` bytes: 413, or the error of `refuse` if given. */
export function limitTo(maxSize: number, refuse: () => never = tooLong): MiddlewareHandler {
  const counting = bodyLimit({ maxSize, onError: refuse });
  return async (c, next) => {
    // Looking for a body that does not exist would build a web `Request`.
    if (incomingOf(c) !== undefined && !saysBody(c)) return await next();
    if (!saysLength(c)) return await counting(c, next);
    if (Number(c.req.header("content-length")) > maxSize) refuse();
    await next();
  };
}

function tooLong(): never {
  throw new HTTPException(413);
}

/**
 * The text of a body, kept for later parsing. Calls `refuse`, if given, for bytes that are not UTF-8, which would lose letters (a
 * name in Shift_JIS).
 */
export async function bodyText(c: Request, refuse?: () => never): Promise<string> {
  if (c.req.bodyCache.text !== undefined) return await c.req.text();
  const text = bodyBytes(c).then((bytes) => {
    if (refuse !== undefined && !isUtf8(bytes)) refuse();
    return utf8.decode(bytes);
  });
  // The library keeps the promise, although its type names the text.
  c.req.bodyCache.text = text as unknown as string;
  return await text;
}

/**
 * The bytes of a body, read from the connection itself if possible: the way through a web `Request` and its streams costs as much as
 * the rest of a short request.
 */
async function bodyBytes(c: Request): Promise<Uint8Array> {
  const incoming = incomingOf(c);
  if (incoming === undefined || !saysLength(c)) return new Uint8Array(await c.req.arrayBuffer());
  return await new Promise((done, failed) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.once("end", () => done(Buffer.concat(parts)));
    incoming.once("error", failed);
    const left = () => failed(new Error("the caller went away"));
    incoming.once("close", left);
    // The caller left while we looked up who it is; no further event will tell of that.
    if (hasLeft(c)) left();
  });
}
