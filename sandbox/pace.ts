import { refuse, type Answer } from "./answer.ts";
import { switchesOf, type State } from "./state.ts";
import type { Switches } from "./switches.ts";

/** Takes one call out of the contract's bucket, which holds one second's worth. Returns the 429 if it is empty. */
export function takeCall(state: State, contractId: string, kind: "read" | "write"): Answer | null {
  const switches = switchesOf(state, contractId);
  const rate = kind === "read" ? switches.readsPerSecond : switches.writesPerSecond;
  if (rate <= 0) return null;
  const key = `${contractId} ${kind}`;
  const now = performance.now();
  const most = Math.max(1, rate);
  const bucket = state.buckets.get(key) ?? { left: most, at: now };
  const left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * rate);
  state.buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
  return left >= 1 ? null : tooMany(switches);
}

/** The 429, in the form that the switches set. */
export function tooMany({ retryAfter, rateBody }: Switches): Answer {
  const answer: Answer =
    rateBody === "json"
      ? refuse(429, "リクエスト数が上限を超えました。")
      : { status: 429, body: "Too Many Requests", type: "text/plain" };
  return retryAfter === false ? answer : { ...answer, headers: { "retry-after": String(retryAfter) } };
}
