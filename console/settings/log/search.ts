const states = ["open", "repaired", "handled"] as const;

/** What the log's address asks for: `state` alone, or all. */
export type LogSearch = { state?: (typeof states)[number] };

/** Reads the address's words; what is not understood is left out. */
export function readLogSearch(given: Record<string, unknown>): LogSearch {
  const state = states.find((each) => each === given["state"]);
  return state === undefined ? {} : { state };
}
