const states = ["closed", "all"] as const;

/** What the list's address asks for; without `state`, the open ones. */
export type IncidentSearch = { state?: (typeof states)[number] };

/** Reads the address's words; what is not understood is left out. */
export function readIncidentSearch(given: Record<string, unknown>): IncidentSearch {
  const state = states.find((each) => each === given["state"]);
  return state === undefined ? {} : { state };
}
