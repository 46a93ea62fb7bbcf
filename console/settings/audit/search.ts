import type { AuditEntry } from "../../../src/http/api-types.ts";
import { eventGroups } from "./events.ts";

/** The search in the page's address. Days are Japan's, YYYY-MM-DD, and both ends are included. */
export type AuditLogSearch = { q?: string; event?: AuditEntry["event"]; from?: string; to?: string };

const events: AuditEntry["event"][] = Object.values(eventGroups).flat();

const day = (given: unknown): string | undefined =>
  typeof given === "string" && /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given))
    ? given
    : undefined;

/** Reads the search from the address; leaves out what it does not understand. */
export function readAuditSearch(given: Record<string, unknown>): AuditLogSearch {
  const { q } = given;
  const search = {
    // The router reads digits as a number, but part of an address is a text.
    q: (typeof q === "string" && q !== "") || typeof q === "number" ? String(q) : undefined,
    event: events.find((each) => each === given["event"]),
    from: day(given["from"]),
    to: day(given["to"]),
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
