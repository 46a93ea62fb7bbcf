const states = ["closed", "all"] as const;

/** The search in the list's address; without `state`, the open incidents. */
export type IncidentSearch = { state?: (typeof states)[number] };

/** Reads the search from the address; leaves out what it does not understand. */
export function readIncidentSearch(given: Record<string, unknown>): IncidentSearch {
  const state = states.find((each) => each === given["state"]);
  return state === undefined ? {} : { state };
}
