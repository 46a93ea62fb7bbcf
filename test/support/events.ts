import { setTimeout as delay } from "node:timers/promises";
import type { Json } from "./shop.ts";
import { until } from "./wait.ts";

export type Told = { event: string; data: Json; at: number };

/** Reads a page's live events as a browser's EventSource does: it reconnects by itself. */
export type EventReader = {
  told: Told[];
  /** How often a stream was opened. */
  opened(): number;
  /** Waits for the next event that fits, from index `from` on. */
  waitFor(what: string, fits: (told: Told) => boolean, from?: number): Promise<Told>;
  /** Ends the stream and does not open it again. */
  close(): void;
};

/** Reads the events of an address; calls `address` at each opening. Throws nothing: after a refusal it tries again. */
export function readEvents(address: () => string, headers: Record<string, string> = {}): EventReader {
  const over = new AbortController();
  const told: Told[] = [];
  let opened = 0;
  const readOnce = async () => {
    const response = await fetch(address(), { headers, signal: over.signal });
    if (response.status !== 200 || response.body === null) return;
    opened += 1;
    let rest = "";
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + part).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block)?.[1] ?? "comment";
        const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "{}") as Json;
        told.push({ event, data, at: Date.now() });
      }
    }
  };
  const run = async () => {
    while (!over.signal.aborted) {
      await readOnce().catch(() => undefined);
      await delay(50);
    }
  };
  void run();
  return {
    told,
    opened: () => opened,
    waitFor: (what, fits, from = 0) => until(what, async () => told.slice(from).find(fits)),
    close: () => over.abort(),
  };
}
