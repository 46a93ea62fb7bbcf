import type { Answer } from "./answer.ts";
import type { State } from "./state.ts";
import { switchesOf } from "./switches.ts";

/** Takes one call out of the contract's bucket, which holds a second's worth; the 429 where it is empty. */
export function takeCall(state: State, contractId: string, kind: "read" | "write"): Answer | null {
  const switches = switchesOf(state, contractId);
  const rate = kind === "read" ? switches.readsPerSecond : switches.writesPerSecond;
  if (rate <= 0) return null;
  const key = `${contractId} ${kind}`;
  const now = Date.now();
  const bucket = state.buckets.get(key) ?? { left: rate, at: now };
  const left = Math.min(rate, bucket.left + ((now - bucket.at) / 1000) * rate);
  state.buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
  return left >= 1 ? null : tooMany(switches);
}

/** 429 as the switches say it looks. */
export function tooMany(switches: { retryAfter: number | false; rateBody: "json" | "text" }): Answer {
  const body = { type: "about:blank", title: "Too Many Requests", status: 429 };
  return {
    status: 429,
    body: switches.rateBody === "json" ? body : "Too Many Requests",
    type: switches.rateBody === "json" ? "application/problem+json" : "text/plain",
    ...(switches.retryAfter === false ? {} : { headers: { "retry-after": String(switches.retryAfter) } }),
  };
}
