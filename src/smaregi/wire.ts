import { Agent, errors, request } from "undici";
import type { Unclear } from "./types.ts";

/** What came over the wire: an answer of any status, or why there is none. */
export type Answer = { kind: "answer"; status: number; retryAfter: string | null; body: string };
export type Silence = Pick<Unclear, "cause" | "sent" | "reason"> & { kind: "silence" };

export type Wire = {
  send(call: {
    method: "GET" | "POST";
    url: string;
    headers: Record<string, string>;
    body?: string;
  }): Promise<Answer | Silence>;
  close(): Promise<void>;
};

/** The largest answer that is read: a page of 1,000 rows is far below. */
const maxBytes = 32 * 1024 * 1024;

/**
 * HTTP to Smaregi: connections kept alive, and one time limit from the first byte sent to the last one read.
 * Nothing is sent twice here: undici repeats no POST, and neither do we.
 */
export function openWire(timeoutMs: number): Wire {
  const agent = new Agent({
    connections: 32,
    // Below the usual idle limits of servers, so that a call rarely meets a connection that is just being closed.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 4_000,
    connect: { timeout: Math.min(timeoutMs, 5_000) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxBytes,
  });
  return {
    send: async ({ method, url, headers, body }) => {
      try {
        const response = await request(url, {
          dispatcher: agent,
          method,
          headers,
          ...(body === undefined ? {} : { body }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        const retryAfter = response.headers["retry-after"];
        return {
          kind: "answer",
          status: response.statusCode,
          retryAfter: Array.isArray(retryAfter) ? (retryAfter[0] ?? null) : (retryAfter ?? null),
          body: await response.body.text(),
        };
      } catch (error) {
        return silence(error, timeoutMs);
      }
    },
    close: () => agent.destroy(),
  };
}

const neverLeft = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function silence(error: unknown, timeoutMs: number): Silence {
  const code = codeOf(error);
  if (error instanceof errors.ConnectTimeoutError || neverLeft.has(code)) {
    return {
      kind: "silence",
      cause: "unreachable",
      sent: false,
      reason: `スマレジに接続できません(${code})。`,
    };
  }
  const timedOut = error instanceof Error && (error.name === "TimeoutError" || /TIMEOUT/.test(code));
  if (timedOut) {
    const reason = `スマレジの応答が${timeoutMs / 1000}秒以内にありませんでした。`;
    return { kind: "silence", cause: "timeout", sent: true, reason };
  }
  return {
    kind: "silence",
    cause: "dropped",
    sent: true,
    reason: `スマレジとの通信が途中で切れました(${code})。`,
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
