const kinds = ["subscription", "membershipFee"] as const;
const states = ["active", "paused", "ended"] as const;

/** What the list of plans is asked for in its address. */
export type PlanSearch = { kind?: (typeof kinds)[number]; state?: (typeof states)[number] };

/** Reads the address's words; what is not understood is left out. */
export function readPlanSearch(given: Record<string, unknown>): PlanSearch {
  const kind = kinds.find((each) => each === given["kind"]);
  const state = states.find((each) => each === given["state"]);
  return { ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) };
}
