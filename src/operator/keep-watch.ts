import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { watchOperation } from "./watch-operation.ts";

const everyMs = 60_000;

/** Reads the database's clock and looks at the operation once a minute, in every process, until it is closed. */
export function keepWatch(ctx: Context): { close(): Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  const begun = performance.now();
  const watching = watch();
  return {
    close: async () => {
      ending.abort();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await ctx.followClock();
        await watchOperation(ctx, { upFor: (performance.now() - begun) / 1_000 });
      } catch (error) {
        ctx.log.warn({ err: error }, "the operation could not be looked at; it is again in a minute");
      }
    }
  }
}
