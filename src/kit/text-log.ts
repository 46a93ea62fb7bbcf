/** A line of the log, as pino writes it. */
type Line = { level?: number; msg?: string; err?: Told };
type Told = { message?: string; aggregateErrors?: Told[] };

/** As `wordsOf`. */
const said = ({ message = "", aggregateErrors = [] }: Told): string =>
  message === "" ? aggregateErrors.map(said).join("; ") : message;

const levels = { warn: 40, error: 50 };

/** A log line as text for a person at a terminal; null: news that only an operator's tools need. */
export function lineInWords(json: string, showsAll: boolean): string | null {
  const { level = 0, msg = "", err } = JSON.parse(json) as Line;
  if (level < levels.warn && !showsAll) return null;
  const mark = level >= levels.error ? "エラー" : level >= levels.warn ? "警告" : "記録";
  const reason = err === undefined ? "" : said(err);
  const why = reason === "" || reason === msg ? "" : ` (${reason})`;
  return `  ${mark}: ${msg}${why}\n`;
}
