/** A line of the log, as pino writes it. */
type Line = { level?: number; msg?: string; err?: { message?: string } };

const levels = { warn: 40, error: 50 };

/** A line of the log in words for whoever sits at a terminal; null: news that only an operator's tools want. */
export function lineInWords(json: string, showsAll: boolean): string | null {
  const { level = 0, msg = "", err } = JSON.parse(json) as Line;
  if (level < levels.warn && !showsAll) return null;
  const mark = level >= levels.error ? "エラー" : level >= levels.warn ? "警告" : "記録";
  const why = err?.message === undefined || err.message === msg ? "" : ` (${err.message})`;
  return `  ${mark}: ${msg}${why}\n`;
}
