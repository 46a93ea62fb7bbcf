import { normal } from "./rules.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const eras: Record<string, number> = { 令和: 2018, r: 2018, 平成: 1988, h: 1988, 昭和: 1925, s: 1925 };

/**
 * Returns a day as people and spreadsheets write it (2026/1/5, 2026年1月5日, 令和8年1月5日, 5-Jan-2026, Jan 5, 2026) as `2026-01-05`. Returns
 * a text that may mean another day (1/5/2026), or is no day, as it was typed.
 */
export function dateSpelling(typed: string): string {
  const text = normal(typed, "NFKC").trim();
  const found =
    parts(/^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})$/, text) ??
    parts(/^(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日$/, text) ??
    parts(
      /^(?<era>令和|平成|昭和|[rhs])(?<y>\d{1,2}|元)[年./-](?<m>\d{1,2})[月./-](?<d>\d{1,2})日?$/i,
      text,
    ) ??
    parts(/^(?<d>\d{1,2})[- ](?<month>[a-z]{3})[a-z]*[-, ]+(?<y>\d{4})$/i, text) ??
    parts(/^(?<month>[a-z]{3})[a-z]*\.? (?<d>\d{1,2}),? (?<y>\d{4})$/i, text);
  return found === null ? typed : (dayOf(found) ?? typed);
}

type Parts = { y?: string; m?: string; d?: string; month?: string; era?: string };

const parts = (shape: RegExp, text: string): Parts | null => shape.exec(text)?.groups ?? null;

function dayOf({ y = "", m, d, month, era }: Parts): string | null {
  const year = (y === "元" ? 1 : Number(y)) + (era === undefined ? 0 : (eras[era.toLowerCase()] ?? 0));
  const nth = month === undefined ? Number(m) : months.indexOf(month.toLowerCase()) + 1;
  const day = Number(d);
  const date = new Date(Date.UTC(year, nth - 1, day));
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === nth - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}
