import { isIPv4, isIPv6 } from "node:net";

/**
 * True if a `Host` header means this server: an address, `localhost`, or one of `names`. False for another site's name that
 * was made to point here (DNS rebinding).
 */
export function isOurHost(header: string | undefined, names: string[]): boolean {
  const url = `http://${header ?? ""}`;
  if (header === undefined || !URL.canParse(url)) return false;
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
  return (
    isIPv4(host) ||
    isIPv6(host) ||
    host === "localhost" ||
    host.endsWith(".localhost") ||
    names.includes(host)
  );
}
