/** For how long a device may take to answer, in seconds. */
export const challengeSeconds = 5 * 60;
/** How many unanswered challenges an address may have: a shop's people share one. */
export const challengesAtOnce = 60;
/** How many passkeys somebody may have. */
export const passkeysAtMost = 20;

/** The party that passkeys belong to: its name is the host, and answers come from pages of the origin. */
export type Party = { id: string; origin: string };

/**
 * The party of this installation: by its public address (`PUBLIC_URL`), or `localhost` where there is none and the request came to
 * that. Null: no passkeys here, since browsers know them by a name that stays, and only over https.
 */
export function partyOf(publicUrl: string | undefined, requested: string): Party | null {
  const address = publicUrl ?? requested;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, origin } = new URL(address);
  if (hostname === "localhost") return { id: hostname, origin };
  const isAddress = /^[\d.]+$|:/.test(hostname);
  return publicUrl !== undefined && protocol === "https:" && !isAddress ? { id: hostname, origin } : null;
}

/** The challenge that an answer says it signs; null: it says none. */
export function challengeOf(clientData: string): string | null {
  const text = Buffer.from(clientData, "base64url").toString("utf8");
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== "object" || said === null || !("challenge" in said)) return null;
    return typeof said.challenge === "string" && said.challenge.length <= 200 ? said.challenge : null;
  } catch {
    return null;
  }
}
