const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * Returns in words why practice mode may not start here; null if it may. Everyone who reaches it is its owner, so it only runs on the
 * machine of the person who started it, unless `MUSUBI_PRACTICE=1` allows others.
 */
export function whyNotHere(env: {
  production: boolean;
  host: string;
  practiceAllowed: boolean;
}): string | null {
  if (env.practiceAllowed) return null;
  const hint =
    "Set SMAREGI_ID_URL and SMAREGI_API_URL for the real Smaregi, or MUSUBI_PRACTICE=1 where everybody who can reach this server may be its owner.";
  const what =
    "SMAREGI_ID_URL is not set, so this would be the practice mode, which lets everybody in who can reach it";
  if (env.production) return `${what}, and NODE_ENV is "production". ${hint}`;
  if (!isLoopback(env.host)) return `${what}, and HOST=${env.host} is reached from other machines. ${hint}`;
  return null;
}
