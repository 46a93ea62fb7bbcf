/** Smaregi's times: Japan's, to the second, `2026-11-24T09:00:00+09:00`. */
export function jst(date: Date | number = Date.now()): string {
  return `${new Date(Number(date) + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
}

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Milliseconds of a time with an offset, `+09:00` or `+0900`; a time without one is Japan's. NaN if it is no time. */
export function readTime(text: string): number {
  const [, time, offset = "+09:00"] = form.exec(text) ?? [];
  if (time === undefined) return Number.NaN;
  return new Date(`${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`).getTime();
}

/**
 * Milliseconds of a time in a body. Smaregi treats a UTC time there as Japan's, so a client that sends UTC is nine hours off. The
 * same happens here.
 */
export const readBodyTime = (text: string): number => readTime(text.replace(/(Z|\+00:?00)$/, "+09:00"));

/** Milliseconds of the start of a day in Japan, `2026-11-24`. NaN if it is no day. */
export const readDay = (text: string): number =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00+09:00`).getTime() : Number.NaN;
