import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const inner = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  inner.addSubnet(network, prefix, "ipv4");

const open6 = new BlockList();
// Only routed addresses; the rest is local, link-local, multicast or for translation.
open6.addSubnet("2000::", 3, "ipv6");
const closed6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  closed6.addSubnet(network, prefix, "ipv6");

/** True for an IP address of the public network: not ours, not a neighbour's, not the machine's own. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !inner.check(address, "ipv4");
  return isIP(address) === 6 && open6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}

/** The error for an address that nothing is sent to. */
export class ForbiddenAddress extends Error {
  constructor(host: string) {
    super(`${host} is not an address of the public network`);
    this.name = "ForbiddenAddress";
  }
}

/** The host of a URL if it is an IP address, without the brackets of IPv6; null if it is a name. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? null : host;
}

/**
 * Looks up a name for a connection, and refuses it if any of its addresses is not public. The connection goes to the addresses found
 * here, so that a second answer cannot lead elsewhere.
 */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, "", 0);
    const [first] = found;
    if (first === undefined || found.some(({ address }) => !isPublicAddress(address)))
      return done(new ForbiddenAddress(host), "", 0);
    if (options.all === true) return done(null, found);
    done(null, first.address, first.family);
  });
};
