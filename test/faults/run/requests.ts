import { setTimeout as delay } from "node:timers/promises";
import type { Json } from "../../support/shop.ts";
import type { Fleet } from "./fleet.ts";
import type { Story } from "./story.ts";

/** An answer of the shop; `unanswered`: how often the request was sent before without an answer. */
export type Answered = { status: number; body: Json; unanswered: number };

export type Sender = (
  method: "POST" | "PATCH" | "PUT",
  path: string,
  /** JSON; a text is a CSV. */
  body: object | string,
  key?: string,
) => Promise<Answered>;

/** How long a caller waits for the first answer, less than a process may be frozen; then twice as long each time. */
const patienceMs = 2_500;
const mostPatienceMs = 20_000;
const giveUpMs = 120_000;

/**
 * Sends like a careful caller: a request that got no answer or a 5xx is sent again, unchanged, until it gets another
 * answer.
 */
export function openSender(fleet: Fleet, apiKey: string, story: Story): Sender {
  return async (method, path, body, key) => {
    const end = Date.now() + giveUpMs;
    for (let unanswered = 0; ; unanswered += 1) {
      try {
        const request = {
          method,
          headers: {
            authorization: `Bearer ${apiKey}`,
            "content-type": typeof body === "string" ? "text/csv" : "application/json",
            ...(key === undefined ? {} : { "idempotency-key": key }),
          },
          body: typeof body === "string" ? body : JSON.stringify(body),
          signal: AbortSignal.timeout(Math.min(patienceMs * 2 ** unanswered, mostPatienceMs)),
        };
        const response = await fetch(`${fleet.web().url}/api/v1${path}`, request);
        const text = await response.text();
        if (response.status < 500)
          return {
            status: response.status,
            body: (text === "" ? {} : JSON.parse(text)) as Json,
            unanswered,
          };
        story.count(`answers ${response.status}`);
        story.tell(`${method} ${path} was answered ${response.status}`);
      } catch (error) {
        // The server is down, killed or frozen; any other fault of a request shows as 4xx.
        story.count("requests without an answer");
        if (Date.now() > end) throw error;
      }
      if (Date.now() > end) throw new Error(`${method} ${path} was never answered`);
      await delay(60);
    }
  };
}
