const kinds = ["subscription", "membershipFee"] as const;
const states = ["active", "paused", "ended"] as const;

/** The search in the address of the list of plans. */
export type PlanSearch = { kind?: (typeof kinds)[number]; state?: (typeof states)[number] };

/** Reads the search from the address; leaves out what it does not understand. */
export function readPlanSearch(given: Record<string, unknown>): PlanSearch {
  const kind = kinds.find((each) => each === given["kind"]);
  const state = states.find((each) => each === given["state"]);
  return { ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) };
}
