/** The time that a device has to answer, in seconds. */
export const challengeSeconds = 5 * 60;
/** The maximum of unanswered challenges per address: the people of a shop share one. */
export const challengesAtOnce = 60;
/** The maximum of passkeys per person. */
export const passkeysAtMost = 20;

/** The party that passkeys belong to: its name is the host, and answers come from pages of the origin. */
export type Party = { id: string; origin: string };

/**
 * The party of this installation: its public address (`PUBLIC_URL`), or `localhost` if there is none and the request
 * came to `localhost`. Null: no passkeys here, because browsers tie them to a permanent name, and only over https.
 */
export function partyOf(publicUrl: string | undefined, requested: string): Party | null {
  const address = publicUrl ?? requested;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, origin } = new URL(address);
  if (hostname === "localhost") return { id: hostname, origin };
  const isAddress = /^[\d.]+$|:/.test(hostname);
  return publicUrl !== undefined && protocol === "https:" && !isAddress ? { id: hostname, origin } : null;
}

/** The challenge that an answer claims to sign; null if it names none. */
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
