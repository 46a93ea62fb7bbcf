/**
 * A time in the form that Smaregi expects: Japan's, with seconds, `2026-11-24T09:00:00+09:00`. It would read UTC as
 * Japan's time.
 */
export function jst(date: Date): string {
  const shifted = new Date(date.getTime() + 9 * 3_600_000);
  return `${shifted.toISOString().slice(0, 19)}+09:00`;
}

const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads a time from Smaregi, `+09:00` or `+0900`; a time without a zone is Japan's, wherever we run. Null if there is
 * none or it cannot be read; years before 1970 count as none, because programs write them for it.
 */
export function readTime(text: string | null | undefined): Date | null {
  const [, day, time, zone = "+09:00"] = form.exec(text ?? "") ?? [];
  if (day === undefined || time === undefined) return null;
  const date = new Date(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  return date.getTime() >= 0 ? date : null;
}
