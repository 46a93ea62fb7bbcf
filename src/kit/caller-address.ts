import { isIPv4, isIPv6 } from "node:net";

/**
 * Returns what counts as one caller's address: an IPv4 address, or for IPv6 the /64 that one line gets, as
 * `2001:db8:0:1::/64`. Removes a port, brackets and a zone; an IPv4 address inside an IPv6 one counts as itself. Returns
 * anything else unchanged, 100 letters at most.
 */
export function callerAddress(text: string): string {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/%.*$/, "");
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return bare.slice(0, 100);
  const inside = /^(?:::|(?:0+:){5})(?:ffff:)(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (inside !== undefined) return inside;
  const [head = "", tail] = bare.replace(/\d+\.\d+\.\d+\.\d+$/, "0:0").split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  const net = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${net.join(":")}::/64`;
}
