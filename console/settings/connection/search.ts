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

/** How a sign-in at Smaregi came out, as the server says it in the page's address. */
export type ConnectionSearch = { signIn?: (typeof ends)[number] };

/** Reads the address's words; what is not understood is left out. */
export function readConnectionSearch(given: Record<string, unknown>): ConnectionSearch {
  const signIn = ends.find((each) => each === given["signIn"]);
  return signIn === undefined ? {} : { signIn };
}
