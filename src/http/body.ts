import { isUtf8 } from "node:buffer";
import type { HttpBindings } from "@hono/node-server";
import type { Context as Request, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";

const utf8 = new TextDecoder();

/** Whether a body says how long it is; then that is all that is read of it. */
const saysLength = (c: Request): boolean =>
  c.req.header("content-length") !== undefined && c.req.header("transfer-encoding") === undefined;

/** Whether a request says that a body follows; over a connection there is none else (RFC 9112, 6.3). */
export const saysBody = (c: Request): boolean =>
  Number(c.req.header("content-length") ?? 0) > 0 || c.req.header("transfer-encoding") !== undefined;

/** The message as the connection has it; undefined: the request was made within the process. */
const incomingOf = (c: Request): HttpBindings["incoming"] | undefined =>
  ((c.env ?? {}) as Partial<HttpBindings>).incoming;

/** Whether the caller's connection ended in the middle of the body: whatever that broke, nobody waits for an answer. */
export const hasLeft = (c: Request): boolean => {
  const incoming = incomingOf(c);
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
};

/** Refuses a body of more than `maxSize` bytes: 413, in the words of `refuse` where it is given. */
export function limitTo(maxSize: number, refuse: () => never = tooLong): MiddlewareHandler {
  const counting = bodyLimit({ maxSize, onError: refuse });
  return async (c, next) => {
    // To look for a body that is not there would make a web `Request` of it.
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
 * The text of a body, kept for whoever parses it later. Calls `refuse` where it is given and the bytes are not UTF-8, which would
 * lose letters (a name in Shift_JIS).
 */
export async function bodyText(c: Request, refuse?: () => never): Promise<string> {
  if (c.req.bodyCache.text !== undefined) return await c.req.text();
  const text = bodyBytes(c).then((bytes) => {
    if (refuse !== undefined && !isUtf8(bytes)) refuse();
    return utf8.decode(bytes);
  });
  // The library's types say what the text comes to, and it keeps what is on its way.
  c.req.bodyCache.text = text as unknown as string;
  return await text;
}

/**
 * The bytes of a body. Taken from the connection itself where that can be: the way through a web `Request` and its streams costs
 * as much as all the rest of a short request.
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
    // Gone already, while it was looked up who calls: of that nothing is told any more.
    if (hasLeft(c)) left();
  });
}
