import type { NoticeChannel } from "../../../src/http/api-types.ts";

/** The form's values: hours as `HH:MM`; an unchanged secret as its last four letters. */
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

/** The events that people can be told of. The merchant's own system could take any event; here it takes the same ones. */
export const noticeEvents = ["incident.opened", "incident.closed"];

/** The form values of a channel; null: a new one. */
export function formOf(channel: NoticeChannel | null): ChannelForm {
  const { kind = "mail", to = "", secret = "", events = noticeEvents, quietHours } = channel ?? {};
  const { from, until } = quietHours ?? { from: "22:00", until: "07:00" };
  return { kind, to, secret, events, isQuiet: quietHours !== undefined, from, until };
}

/** Says if this kind has a secret of its own: required, optional, or none. */
export const secretOf = (kind: ChannelForm["kind"]): "needed" | "possible" | "none" =>
  kind === "chatwork" ? "needed" : kind === "webhook" ? "possible" : "none";

/** One channel of `PUT /notice-channels`. */
export function bodyOf({ kind, to, secret, events, isQuiet, from, until }: ChannelForm) {
  const given = secretOf(kind) === "none" || secret.trim() === "" ? {} : { secret: secret.trim() };
  return { kind, to: to.trim(), events, quietHours: isQuiet ? { from, until } : null, ...given };
}

/** The whole list with one channel changed, or added if `at` is after the last one. Null removes it. */
export function listWith(channels: NoticeChannel[], at: number, changed: ChannelForm | null) {
  const kept = channels.map((channel) => bodyOf(formOf(channel)));
  if (changed === null) return kept.filter((_, place) => place !== at);
  return [...kept.slice(0, at), bodyOf(changed), ...kept.slice(at + 1)];
}

/** The errors of one channel's fields from a refusal of the list, by the form's names. */
export function errorsOf(errors: { path: string; message: string }[], at: number): Record<string, string> {
  const own = new RegExp(`^\\[?${at}\\]?\\.(?:quietHours\\.)?(\\w+)`);
  const pairs = errors.flatMap(({ path, message }) => {
    const [, field] = own.exec(path) ?? [];
    return field === undefined ? [] : [[field, message] as const];
  });
  return Object.fromEntries(pairs.toReversed());
}
