import type pg from "pg";
import type { PlacedClient } from "./hosts.ts";

/** A host that keeps a waiting query in silence for `silentMs` is asked whether it is there; checked every `lookEveryMs`. */
export const silence = { silentMs: 10_000, lookEveryMs: 2_500 };

/** Fields of a connection that the library has but does not declare in its types. */
type Inner = {
  _activeQuery: unknown;
  _sentQueryQueue: unknown[];
  connection: { stream: { bytesRead: number } };
};
type Client = pg.PoolClient & PlacedClient;

const isWaiting = (client: Client): boolean => {
  const { _activeQuery: active, _sentQueryQueue: sent } = client as unknown as Inner;
  return Boolean(active) || sent.length > 0;
};

/**
 * Leaves a host that silently disappeared: a machine without power, a network that drops everything. The system itself reports this
 * only after a quarter of an hour, and every connection to the host would wait that long. A host that is slow but still accepts
 * others is waited for. Call the returned function to end the watch.
 */
export function watchSilence(pool: pg.Pool, { silentMs, lookEveryMs } = silence): () => void {
  const clients = new Set<Client>();
  const heard = new WeakMap<Client, { bytes: number; at: number }>();
  pool.on("connect", (client) => clients.add(client as Client));
  pool.on("remove", (client) => clients.delete(client as Client));

  const isSilent = (client: Client): boolean => {
    const { bytesRead: bytes } = (client as unknown as Inner).connection.stream;
    const before = heard.get(client);
    if (!isWaiting(client) || before === undefined || before.bytes !== bytes) {
      heard.set(client, { bytes, at: performance.now() });
      return false;
    }
    return performance.now() - before.at >= silentMs;
  };

  let isAsking = false;
  const look = async (): Promise<void> => {
    const asked: Client[] = [];
    for (const client of [...clients].filter(isSilent)) {
      if (asked.some((other) => client.isBeside(other))) continue;
      asked.push(client);
      if (await client.isThere()) continue;
      client.leave();
      for (const each of clients) if (each.isBeside(client)) each.connection.stream.destroy();
    }
  };
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    void look().finally(() => (isAsking = false));
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
