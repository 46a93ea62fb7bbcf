import type { MayGo, Pace, SmaregiLog } from "./types.ts";
import type { Silence, Wire } from "./wire.ts";

/** Sends one call in the pace of its contract. It never returns a 429 that waiting could have avoided. */
export type PacedSend = (
  kind: "read" | "write",
  contractId: string,
  call: Parameters<Wire["send"]>[0],
  mayGo?: MayGo,
) => ReturnType<Wire["send"]>;

const withdrawn: Silence = {
  kind: "silence",
  cause: "withdrawn",
  sent: false,
  reason: { kind: "withdrawn", data: {} },
};

/** How often a call that got a 429 is sent again before the 429 is returned. */
const patience = 5;

/** The longest pause after a 429: an odd header must not silence a shop for a day. */
export const longestPauseMs = 300_000;

/** Every sending waits for its turn in the pace. After a 429, which means that nothing was done, all processes wait. */
export function inPace(wire: Wire, pace: Pace, log: SmaregiLog | undefined): PacedSend {
  return async (kind, contractId, call, mayGo) => {
    for (let repeated = 0; ; repeated += 1) {
      await pace.take(contractId, kind);
      if (mayGo !== undefined && !(await mayGo())) return withdrawn;
      const answer = await wire.send(call);
      if (answer.kind === "silence" || answer.status !== 429) return answer;
      const milliseconds = retryAfterMs(answer.retryAfter);
      log?.warn({ contractId, kind, milliseconds, repeated }, "Smaregi asks for fewer calls (429)");
      await pace.pause(contractId, kind, milliseconds);
      if (repeated === patience) return answer;
    }
  };
}

/**
 * `Retry-After` in seconds or as an HTTP date; one second if it is absent or cannot be read. At least a tenth of a
 * second, and at most five minutes.
 */
export function retryAfterMs(header: string | null, now = Date.now()): number {
  if (header === null || header.trim() === "") return 1_000;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : new Date(header).getTime() - now;
  return Number.isFinite(wait) ? Math.min(Math.max(Math.ceil(wait), 100), longestPauseMs) : 1_000;
}
