import type { ReceiverKind } from "../../kit/tables.ts";

/** The channels by which people are told; `webhook` is a system of the merchant's own. */
export const receiverKinds = [
  "mail",
  "slack",
  "chatwork",
  "discord",
  "googleChat",
  "lineWorks",
  "webhook",
] as const satisfies ReceiverKind[];

/** Where the address of a chat's own hook leads; the others take any. */
const hosts: Partial<Record<ReceiverKind, RegExp>> = {
  slack: /(^|\.)slack\.com$|(^|\.)slack-gov\.com$/,
  discord: /(^|\.)(discord|discordapp)\.com$/,
  googleChat: /^chat\.googleapis\.com$/,
  lineWorks: /(^|\.)worksmobile\.com$/,
};

/** Whether an address is one of this chat's; own networks stand for any of them (`OUTBOX_ALLOW_PRIVATE`). */
export const isOwnHost = (kind: ReceiverKind, host: string): boolean => hosts[kind]?.test(host) ?? true;

/** A secret's last four letters, which is all that is shown of it. */
export const lastFour = (secret: string): string => `…${secret.slice(-4)}`;

/** What is shown of where a receiver is: a mail address and a system's own address whole, without what it may hold as a key. */
export function shownTarget(kind: ReceiverKind, target: string): string {
  if (kind === "mail" || kind === "chatwork") return target;
  if (kind !== "webhook") return lastFour(target);
  const url = new URL(target);
  return `${url.origin}${url.pathname}${url.search === "" ? "" : `?${lastFour(url.search)}`}`;
}

/** Whether a time of the day in Japan (`HH:MM`) is within quiet hours, which may go over midnight. */
export const isQuiet = (time: string, { from, until }: { from: string; until: string }): boolean =>
  from <= until ? time >= from && time < until : time >= from || time < until;

const japanMs = 9 * 3_600_000;

/** When quiet hours that `now` is in are over; null: it is in none. */
export function quietUntil(now: Date, hours: { from: string; until: string } | null): Date | null {
  if (hours === null) return null;
  const local = new Date(now.getTime() + japanMs);
  if (!isQuiet(local.toISOString().slice(11, 16), hours)) return null;
  const [hour = 0, minute = 0] = hours.until.split(":").map(Number);
  const end = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), hour, minute);
  const today = end - japanMs;
  return new Date(today > now.getTime() ? today : today + 24 * 3_600_000);
}

/** When a receiver's quiet hours that `now` is in are over; null: it is in none. */
export const endOfQuiet = (
  now: Date,
  { quietFrom: from, quietUntil: until }: { quietFrom: string | null; quietUntil: string | null },
): Date | null => quietUntil(now, from === null || until === null ? null : { from, until });
