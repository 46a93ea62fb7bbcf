import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";

/** How often a quiet connection is checked, and how long its answer may take. */
const pulse = { everyMs: 15_000, limitMs: 5_000 };

/**
 * Listens to a channel of PostgreSQL's NOTIFY on its own connection, until `close`. Opens a broken connection again, as
 * often as needed. What was sent in between is lost, so `onOpen` is called each time listening begins.
 */
export function listen(
  pool: pg.Pool,
  channel: string,
  on: { message(payload: string): void; open(): void; lost(error: unknown): void },
): { close(): Promise<void> } {
  const closing = new AbortController();
  const { signal } = closing;

  async function listenOnce(): Promise<void> {
    const client = await pool.connect();
    try {
      const broken = new Promise<void>((_, refuse) => {
        client.on("error", refuse);
        client.on("end", () => refuse(new Error("the connection ended")));
      });
      // Handled below; a break before that must not end the process.
      broken.catch(() => undefined);
      client.on("notification", ({ payload }) => on.message(payload ?? ""));
      await client.query(`listen ${channel}`);
      if (signal.aborted) return;
      on.open();
      while (!signal.aborted) {
        await Promise.race([broken, pause(pulse.everyMs)]);
        // Only a query shows that the network silently went away.
        if (!signal.aborted) await Promise.race([client.query("select 1"), broken, tooLate()]);
      }
    } finally {
      // Closed for good: the pool must not lend out a connection that listens.
      client.release(true);
    }
  }

  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined);

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const began = performance.now();
      await listenOnce().catch(on.lost);
      failures = performance.now() - began > 10_000 ? 0 : failures + 1;
      await pause(Math.min(100 * 2 ** failures, 5_000));
    }
  }
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

async function tooLate(): Promise<never> {
  await delay(pulse.limitMs, undefined, { ref: false });
  throw new Error("the connection does not answer");
}
