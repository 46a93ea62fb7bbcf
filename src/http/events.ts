import type { Context as Request } from "hono";
import { streamSSE } from "hono/streaming";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import type { Change } from "../live/rules.ts";
import type { Live } from "../live/watch-changes.ts";
import { tells } from "./schemas.ts";

/** Proxies close a connection that is silent for half a minute. */
const pulseMs = 15_000;
/** How late a change is seen whose process was killed after the commit, before telling: the page then reads everything again. */
const relookMs = 60_000;
/** How soon a page reconnects after a stream ended, for example at a restart. */
const retryMs = 1_000;

/** The answers of a route of live events. */
export const eventAnswers = tells(
  "text/event-stream",
  "Server-sent events: `hello` (read anew what is shown), then `changed`",
);

/**
 * Server-sent events of a merchant's changes: first `hello` (read everything again that is shown), then `changed`. `pick`: what is
 * told of a change. `isAllowed`: throws an `AppError` once the reader may see no more; asked again every few seconds. `ended`: called
 * once when the stream ends.
 */
export function eventStream(
  ctx: Context,
  c: Request,
  {
    live,
    merchantId,
    pick,
    isAllowed,
    ended = () => {},
  }: {
    live: Live;
    merchantId: string;
    pick(change: Change): Change | null;
    isAllowed(): Promise<unknown>;
    ended?: () => void;
  },
): Response {
  // No one would read the rest, so it would never end.
  if (c.req.method === "HEAD") {
    ended();
    return c.body(null, 200, { "content-type": "text/event-stream" });
  }
  const watcher = live.watch(merchantId);
  const response = streamSSE(c, async (stream) => {
    stream.onAbort(() => watcher.end());
    try {
      let allowedAt = performance.now();
      let lookedAt = performance.now();
      for (;;) {
        const told = await watcher.next(pulseMs);
        if (told === null) return;
        const news = performance.now() - lookedAt >= relookMs ? "hello" : told;
        if (news === "hello") lookedAt = performance.now();
        const isAboutStaff = typeof news === "object" && news.topics.includes("staff");
        if (isAboutStaff || performance.now() - allowedAt >= pulseMs) {
          if (!(await isStillAllowed(ctx, isAllowed))) return;
          allowedAt = performance.now();
        }
        if (news === "hello") await stream.writeSSE({ event: "hello", data: "{}", retry: retryMs });
        else if (news === "nothing") await stream.write(":\n\n");
        else {
          const picked = pick(news);
          if (picked !== null) await stream.writeSSE({ event: "changed", data: JSON.stringify(picked) });
        }
      }
    } finally {
      ended();
      watcher.end();
    }
  });
  // The connection ends with the stream, so that a stop has nothing to wait for.
  response.headers.set("connection", "close");
  response.headers.set("x-accel-buffering", "no");
  return response;
}

async function isStillAllowed(ctx: Context, isAllowed: () => Promise<unknown>): Promise<boolean> {
  try {
    await isAllowed();
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    // A database that is briefly away says nothing about the reader.
    ctx.log.debug({ err: error }, "a reader of live events could not be looked up");
    return true;
  }
}
