import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** What a live event says: kinds of things that changed. They are the first words of the query keys. */
type Changed = { topics: string[]; productIds?: string[] };

/**
 * Reads again whatever on the page an event of the server names, as long as the page is open; after a lost connection (a
 * restart of the server, say), everything. Answers whether the connection stands. A query with the key
 * `[topic, "product", id]` is read again only where the event names that product, or none.
 */
export function useLive(path: string): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    const events = new EventSource(path);
    let first = true;
    events.addEventListener("hello", () => {
      setConnected(true);
      // What was read before the first greeting may be older than the connection, too.
      if (!first || performance.now() > 3_000) void client.invalidateQueries();
      first = false;
    });
    events.addEventListener("changed", (event: MessageEvent<string>) => {
      const { topics, productIds } = JSON.parse(event.data) as Changed;
      void client.invalidateQueries({
        predicate: ({ queryKey: [topic, kind, id] }) =>
          topics.includes(String(topic)) &&
          !(kind === "product" && productIds !== undefined && !productIds.includes(String(id))),
      });
    });
    events.addEventListener("error", () => setConnected(false));
    return () => events.close();
  }, [client, path]);
  return isConnected;
}
