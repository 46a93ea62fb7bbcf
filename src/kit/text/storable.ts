import type { Text } from "../errors.ts";

/** The message for a text that `isStorable` refuses. */
export const notStorable: Text = {
  ja: "使えない文字(制御文字、または壊れた文字)が含まれています。",
  en: "It holds a control character or a broken one (half a surrogate pair).",
};

/**
 * True if a text can be stored and shown: PostgreSQL stores no NUL and no half surrogate; other control characters do not belong in a
 * name.
 */
export function isStorable(value: string): boolean {
  const isControl = (code: number) => (code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127;
  for (let at = 0; at < value.length; at += 1) if (isControl(value.charCodeAt(at))) return false;
  return value.isWellFormed();
}

/**
 * Returns a text from outside in a form that PostgreSQL stores: each NUL and each half of a surrogate pair becomes
 * U+FFFD.
 */
export const storable = (text: string): string => text.replaceAll("\0", "\u{FFFD}").toWellFormed();

/** The same for each text and each name within a JSON value. */
export function storableWithin(value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (Array.isArray(value)) return value.map(storableWithin);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [storable(name), storableWithin(each)]),
  );
}
