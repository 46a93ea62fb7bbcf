import type { ReceiverKind } from "../../kit/tables.ts";

/** The channels for people; `webhook` is a system of the merchant's own. */
export const receiverKinds = [
  "mail",
  "slack",
  "chatwork",
  "discord",
  "googleChat",
  "lineWorks",
  "webhook",
] as const satisfies ReceiverKind[];

/** The hosts that a chat's hooks are at; other kinds take any host. */
const hosts: Partial<Record<ReceiverKind, RegExp>> = {
  slack: /(^|\.)slack\.com$|(^|\.)slack-gov\.com$/,
  discord: /(^|\.)(discord|discordapp)\.com$/,
  googleChat: /^chat\.googleapis\.com$/,
  lineWorks: /(^|\.)worksmobile\.com$/,
};

/** True if a host is one of this chat's. On own networks any host is allowed (`OUTBOX_ALLOW_PRIVATE`). */
export const isOwnHost = (kind: ReceiverKind, host: string): boolean => hosts[kind]?.test(host) ?? true;

/** The last four letters of a secret: all that is ever shown of it. */
export const lastFour = (secret: string): string => `…${secret.slice(-4)}`;

/** What is shown of a receiver's address: a mail address, or a system's address without what may be a key in it. */
export function shownTarget(kind: ReceiverKind, target: string): string {
  if (kind === "mail" || kind === "chatwork") return target;
  if (kind !== "webhook") return lastFour(target);
  const url = new URL(target);
  return `${url.origin}${url.pathname}${url.search === "" ? "" : `?${lastFour(url.search)}`}`;
}

/** True if a time of the day in Japan (`HH:MM`) is within quiet hours, which may go over midnight. */
export const isQuiet = (time: string, { from, until }: { from: string; until: string }): boolean =>
  from <= until ? time >= from && time < until : time >= from || time < until;

const japanMs = 9 * 3_600_000;

/** When the quiet hours around `now` end; null if `now` is in none. */
export function quietUntil(now: Date, hours: { from: string; until: string } | null): Date | null {
  if (hours === null) return null;
  const local = new Date(now.getTime() + japanMs);
  if (!isQuiet(local.toISOString().slice(11, 16), hours)) return null;
  const [hour = 0, minute = 0] = hours.until.split(":").map(Number);
  const end = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), hour, minute);
  const today = end - japanMs;
  return new Date(today > now.getTime() ? today : today + 24 * 3_600_000);
}

/** When the receiver's quiet hours around `now` end; null if `now` is in none. */
export const endOfQuiet = (
  now: Date,
  { quietFrom: from, quietUntil: until }: { quietFrom: string | null; quietUntil: string | null },
): Date | null => quietUntil(now, from === null || until === null ? null : { from, until });
