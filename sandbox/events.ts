import type { ServerResponse } from "node:http";
import type { State } from "./state.ts";

/**
 * Streams everything as it happens, as server-sent events: `call`, `notification`, `stock`, `transaction`, `contract`, `settings`;
 * and `alive` every 20 seconds.
 */
export function streamEvents(state: State, response: ServerResponse): void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
  });
  response.write(": hello\n\n");
  const listener = (event: string, data: object) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  // Sent regularly, so that nothing on the way closes the connection as dead, and a page notices a connection that is dead.
  const alive = setInterval(() => listener("alive", {}), 20_000).unref();
  state.listeners.add(listener);
  response.on("close", () => {
    clearInterval(alive);
    state.listeners.delete(listener);
  });
}
