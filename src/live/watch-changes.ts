import type { Context } from "../context.ts";
import { listen } from "../kit/listen.ts";
import { merge, readMessage, type Change } from "./rules.ts";

/** Changes that follow each other within this time are sent as one. */
const gatherMs = 50;

/** The news for a watcher: read everything again; what changed; nothing for a while; or that it is over (null). */
type News = "hello" | Change | "nothing" | null;

/** One open page. */
type Watcher = {
  /** Waits for the next news, at most so long. */
  next(limitMs: number): Promise<News>;
  end(): void;
};

/** The changes of all merchants, as far as this process has pages open that show them. */
export type Live = { watch(merchantId: string): Watcher; close(): Promise<void> };

type Inner = Watcher & { hello(): void; tell(change: Change): void };

/**
 * Listens for the changes of all processes, on one connection for all pages of this process. While that connection is away, changes
 * may be missed: each page gets `hello` when it is back, and when the page opens, and then reads everything again.
 */
export function watchChanges(ctx: Pick<Context, "pool" | "log">): Live {
  const watchers = new Map<string, Set<Inner>>();
  let isOpen = false;
  let isClosed = false;
  const all = () => [...watchers.values()].flatMap((some) => [...some]);
  const listening = listen(ctx.pool, "musubi_changes", {
    open: () => {
      isOpen = true;
      for (const watcher of all()) watcher.hello();
    },
    message: (payload) => {
      const message = readMessage(payload);
      if (message === null) return;
      for (const watcher of watchers.get(message.merchantId) ?? []) watcher.tell(message.change);
    },
    lost: (error) => {
      isOpen = false;
      ctx.log.warn({ err: error }, "the connection for live pages broke; it is opened anew");
    },
  });
  return {
    watch: (merchantId) => {
      const own = watchers.get(merchantId) ?? new Set();
      watchers.set(merchantId, own);
      const watcher = newWatcher(() => {
        own.delete(watcher);
        if (own.size === 0 && watchers.get(merchantId) === own) watchers.delete(merchantId);
      });
      own.add(watcher);
      if (isOpen) watcher.hello();
      if (isClosed) watcher.end();
      return watcher;
    },
    close: async () => {
      isClosed = true;
      for (const watcher of all()) watcher.end();
      await listening.close();
    },
  };
}

function newWatcher(onEnd: () => void): Inner {
  let saysHello = false;
  let changed: Change | null = null;
  let isOver = false;
  let gathering: NodeJS.Timeout | undefined;
  let isReady = false;
  let wake: (() => void) | undefined;
  const ready = () => {
    isReady = true;
    wake?.();
  };
  const take = (): News => {
    const news = isOver ? null : saysHello ? "hello" : (changed ?? "nothing");
    // A page that reads everything again sees these changes, too.
    saysHello = false;
    changed = null;
    isReady = isOver;
    clearTimeout(gathering);
    gathering = undefined;
    return news;
  };
  return {
    hello: () => {
      saysHello = true;
      ready();
    },
    tell: (change) => {
      changed = merge(changed, change);
      gathering ??= setTimeout(ready, gatherMs);
    },
    end: () => {
      isOver = true;
      clearTimeout(gathering);
      ready();
      onEnd();
    },
    next: async (limitMs) => {
      if (!isReady) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, limitMs);
        });
        clearTimeout(timer);
        wake = undefined;
      }
      // The time ended during gathering; what is gathered comes when it is due.
      return isReady ? take() : "nothing";
    },
  };
}
