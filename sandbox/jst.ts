/** Smaregi's times: Japan's, to the second, `2026-11-24T09:00:00+09:00`. */
export function jst(date = new Date()): string {
  return `${new Date(date.getTime() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
}

/** Milliseconds of a time with an offset, `+09:00` or `+0900`; a time without one is Japan's. NaN where it is none. */
export function readTime(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text)) return Number.NaN;
  const whole = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}+09:00`;
  return new Date(whole.replace(/([+-]\d{2})(\d{2})$/, "$1:$2")).getTime();
}
