import { isIPv4, isIPv6 } from "node:net";

/**
 * True for a `Host` header by which this server is meant: an address, `localhost`, or one of `names`. Another site's name that
 * was made to lead here (DNS rebinding) is none of these.
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
