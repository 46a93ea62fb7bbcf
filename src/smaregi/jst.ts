/** A time as Smaregi takes it: Japan's, with seconds, `2026-11-24T09:00:00+09:00`. UTC would be read as Japan's. */
export function jst(date: Date): string {
  const shifted = new Date(date.getTime() + 9 * 3_600_000);
  return `${shifted.toISOString().slice(0, 19)}+09:00`;
}

/** Reads a time of Smaregi's, `+09:00` or `+0900`; null where there is none or it cannot be read. */
export function readTime(text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null;
  const date = new Date(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(date.getTime()) ? null : date;
}
