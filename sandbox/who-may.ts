import type { IncomingHttpHeaders } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import { refuse, type Answer } from "./answer.ts";

const nameOf = (host: string): string | null =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, "$1") : null;

/**
 * Refuses pages of other sites the control API; null if nothing is wrong. A browser says whose page asks in `Sec-Fetch-Site` and
 * `Origin`. `Host` shows a name that was made to lead here (DNS rebinding): only an address, `localhost` and the name that it listens
 * on (`own`) are ours. A program names no page, and is allowed.
 */
export function refuseForeign(headers: IncomingHttpHeaders, own: string): Answer | null {
  const name = nameOf(headers.host ?? "");
  const isOurs =
    name !== null &&
    name !== "" &&
    (isIPv4(name) || isIPv6(name) || name === "localhost" || name.endsWith(".localhost") || name === own);
  if (!isOurs) return refuse(403, "The control API answers to an address or localhost only.");
  const site = headers["sec-fetch-site"];
  const { origin } = headers;
  const isForeign =
    (site !== undefined && site !== "same-origin" && site !== "none") ||
    (origin !== undefined && origin !== `http://${headers.host}` && origin !== `https://${headers.host}`);
  return isForeign ? refuse(403, "The control API takes nothing from another site's page.") : null;
}
