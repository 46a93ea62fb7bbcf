const ends = [
  "proven",
  "denied",
  "notOwner",
  "stale",
  "mayNot",
  "refused",
  "unreachable",
  "signedOut",
] as const;

/** The result of a sign-in at Smaregi, as the server puts it into the page's address. */
export type ConnectionSearch = { signIn?: (typeof ends)[number] };

/** Reads the search from the address; leaves out what it does not understand. */
export function readConnectionSearch(given: Record<string, unknown>): ConnectionSearch {
  const signIn = ends.find((each) => each === given["signIn"]);
  return signIn === undefined ? {} : { signIn };
}
