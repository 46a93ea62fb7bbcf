import type { Order } from "../../../src/http/api-types.ts";

/** The typed fields of the working data; the two axes have buttons instead. Blank: no value. */
export const workFields = ["memo", "carrier", "trackingNumber", "deliverOn", "deliverTime"] as const;
export type WorkFieldName = (typeof workFields)[number];
export type WorkTexts = Record<WorkFieldName, string>;

/** The working data as its fields show them. */
export const textsOf = (work: Order["work"]): WorkTexts => ({
  memo: work.memo ?? "",
  carrier: work.carrier ?? "",
  trackingNumber: work.trackingNumber ?? "",
  deliverOn: work.deliverOn ?? "",
  deliverTime: work.deliverTime ?? "",
});

const asSent = (name: WorkFieldName, text: string): string | null =>
  name === "memo" ? text : text.trim() === "" ? null : text;

/** The body of a change: the changed fields, with their values when they were last seen. Null if nothing was changed. */
export function changeOf(typed: WorkTexts, seen: WorkTexts): Record<string, unknown> | null {
  const changed = workFields.filter((name) => typed[name] !== seen[name]);
  if (changed.length === 0) return null;
  const part = (texts: WorkTexts) =>
    Object.fromEntries(changed.map((name) => [name, asSent(name, texts[name])]));
  return { ...part(typed), seen: part(seen) };
}

/**
 * The form after the order was read again. A field without edits shows the new value. An edited field keeps its text and the value
 * that its writer saw, so that saving reports someone else's change.
 */
export function readAgain(
  typed: WorkTexts,
  seen: WorkTexts,
  now: WorkTexts,
): { typed: WorkTexts; seen: WorkTexts } {
  const entries = workFields.map((name) => {
    const isTyped = typed[name] !== seen[name];
    return [name, isTyped ? { typed: typed[name], seen: seen[name] } : { typed: now[name], seen: now[name] }];
  });
  const all = Object.fromEntries(entries) as Record<WorkFieldName, { typed: string; seen: string }>;
  const pick = (side: "typed" | "seen") =>
    Object.fromEntries(workFields.map((name) => [name, all[name][side]])) as WorkTexts;
  return { typed: pick("typed"), seen: pick("seen") };
}
