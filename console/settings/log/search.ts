const states = ["open", "repaired", "handled"] as const;

/** The search in the log's address: one `state`, or all. */
export type LogSearch = { state?: (typeof states)[number] };

/** Reads the search from the address; leaves out what it does not understand. */
export function readLogSearch(given: Record<string, unknown>): LogSearch {
  const state = states.find((each) => each === given["state"]);
  return state === undefined ? {} : { state };
}
