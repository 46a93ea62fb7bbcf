import type { NoticeChannel } from "../../../src/http/api-types.ts";

/** What the form holds: hours as `HH:MM`, a secret that stays as it is as its last four letters. */
export type ChannelForm = {
  kind: NoticeChannel["kind"];
  to: string;
  secret: string;
  events: string[];
  isQuiet: boolean;
  from: string;
  until: string;
};

export const kinds = [
  "mail",
  "slack",
  "chatwork",
  "discord",
  "googleChat",
  "lineWorks",
  "webhook",
] as const satisfies NoticeChannel["kind"][];

/** What people can be told of; a system of one's own takes any event, here the same ones. */
export const noticeEvents = ["incident.opened", "incident.closed"];

/** A channel as the form shows it; null: a new one. */
export function formOf(channel: NoticeChannel | null): ChannelForm {
  const { kind = "mail", to = "", secret = "", events = noticeEvents, quietHours } = channel ?? {};
  const { from, until } = quietHours ?? { from: "22:00", until: "07:00" };
  return { kind, to, secret, events, isQuiet: quietHours !== undefined, from, until };
}

/** Whether this kind has a secret of its own, which some can't do without. */
export const secretOf = (kind: ChannelForm["kind"]): "needed" | "possible" | "none" =>
  kind === "chatwork" ? "needed" : kind === "webhook" ? "possible" : "none";

/** One channel of `PUT /notice-channels`. */
export function bodyOf({ kind, to, secret, events, isQuiet, from, until }: ChannelForm) {
  const given = secretOf(kind) === "none" || secret.trim() === "" ? {} : { secret: secret.trim() };
  return { kind, to: to.trim(), events, quietHours: isQuiet ? { from, until } : null, ...given };
}

/** The whole list with one of its channels changed; `at` behind the last: added. Null: that one is left out. */
export function listWith(channels: NoticeChannel[], at: number, changed: ChannelForm | null) {
  const kept = channels.map((channel) => bodyOf(formOf(channel)));
  if (changed === null) return kept.filter((_, place) => place !== at);
  return [...kept.slice(0, at), bodyOf(changed), ...kept.slice(at + 1)];
}

/** What a refusal of the list says of one channel's fields, by the form's names. */
export function errorsOf(errors: { path: string; message: string }[], at: number): Record<string, string> {
  const own = new RegExp(`^\\[?${at}\\]?\\.(?:quietHours\\.)?(\\w+)`);
  const pairs = errors.flatMap(({ path, message }) => {
    const [, field] = own.exec(path) ?? [];
    return field === undefined ? [] : [[field, message] as const];
  });
  return Object.fromEntries(pairs.toReversed());
}
