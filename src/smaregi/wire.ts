import { Agent, buildConnector, errors, request } from "undici";
import type { Unclear } from "./types.ts";

/** The result of a request: an answer of any status, or why there is none. */
export type Answer = {
  kind: "answer";
  status: number;
  retryAfter: string | null;
  /** The answer's own time, from its header. */
  date: string | null;
  body: string;
  sentAt: Date;
};
export type Silence = Pick<Unclear, "cause" | "sent" | "reason"> & { kind: "silence"; sentAt?: Date };

export type Wire = {
  send(call: {
    method: "GET" | "POST";
    url: string;
    headers: Record<string, string>;
    body?: string;
  }): Promise<Answer | Silence>;
  close(): Promise<void>;
};

/** The largest answer that is read: a page of 1,000 rows is far smaller. */
const maxBytes = 20 * 1024 * 1024;

/**
 * HTTP to Smaregi: connections kept alive, and one time limit from the first byte sent to the last one read. Nothing is
 * sent twice here. undici sends again only what was never sent: with one request at a time per connection (`pipelining`
 * 1, HTTP/1.1), a broken connection fails the request on it, whatever its method.
 */
export function openWire(timeoutMs: number): Wire {
  // Only failures before there is a connection (name, route, port, TLS) mean for certain that the call never left.
  const unconnected = new WeakSet<object>();
  const connector = buildConnector({ timeout: Math.min(timeoutMs, 5_000), allowH2: false });
  const agent = new Agent({
    connections: 32,
    pipelining: 1,
    allowH2: false,
    // Below the usual idle limits of servers, so that a call rarely meets a connection that is just being closed.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 4_000,
    connect: (to, done) =>
      connector(to, (...result) => {
        if (result[0] !== null) unconnected.add(result[0]);
        done(...result);
      }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxBytes,
  });
  return {
    send: async ({ method, url, headers, body }) => {
      const sentAt = new Date();
      try {
        const response = await request(url, {
          dispatcher: agent,
          method,
          headers,
          ...(body === undefined ? {} : { body }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        const header = (name: string) => [response.headers[name]].flat()[0] ?? null;
        return {
          kind: "answer",
          status: response.statusCode,
          retryAfter: header("retry-after"),
          date: header("date"),
          body: await response.body.text(),
          sentAt,
        };
      } catch (error) {
        const neverLeft = error instanceof Error && unconnected.has(error);
        const why = whySilent(error, neverLeft, timeoutMs);
        return { kind: "silence", ...why, ...(why.sent ? { sentAt } : {}) };
      }
    },
    close: () => agent.destroy(),
  };
}

function whySilent(
  error: unknown,
  neverLeft: boolean,
  timeoutMs: number,
): Pick<Silence, "cause" | "sent" | "reason"> {
  const code = codeOf(error);
  if (neverLeft) {
    return { cause: "unreachable", sent: false, reason: { kind: "unreachable", data: { code } } };
  }
  if (error instanceof Error && (error.name === "TimeoutError" || /TIMEOUT/.test(code))) {
    const reason = { kind: "timedOut", data: { seconds: timeoutMs / 1000 } } as const;
    return { cause: "timeout", sent: true, reason };
  }
  // If an answer ends in the middle, it is the parser's error as well, but not an odd answer: the connection was cut.
  const odd = error instanceof errors.HTTPParserError && code !== "HPE_INVALID_EOF_STATE";
  if (odd || error instanceof errors.ResponseExceededMaxSizeError) {
    return { cause: "unreadable", sent: true, reason: { kind: "unreadable", data: { said: code } } };
  }
  return { cause: "dropped", sent: true, reason: { kind: "dropped", data: { code } } };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
