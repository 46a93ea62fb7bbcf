import { ok, refuse, type Answer } from "./answer.ts";
import { readTime } from "./jst.ts";
import type { Fields } from "./state.ts";

const longest = 31 * 86_400_000;

/** A window of times from a query's `-from` and `-to`. Open ends are open; longer than 31 days, or unreadable, is refused. */
export function readWindow(
  query: URLSearchParams,
  name: string,
): { from: number; to: number } | string | null {
  const from = query.get(`${name}-from`);
  const to = query.get(`${name}-to`);
  if (from === null && to === null) return null;
  const window = {
    from: from === null ? Number.NEGATIVE_INFINITY : readTime(from),
    to: to === null ? Number.POSITIVE_INFINITY : readTime(to),
  };
  if (Number.isNaN(window.from) || Number.isNaN(window.to)) return `${name} の形式が不正です。`;
  if (Number.isFinite(window.from) && Number.isFinite(window.to) && window.to - window.from > longest) {
    return `${name} の範囲は31日以内で指定してください。`;
  }
  return window;
}

/** Seconds are what Smaregi keeps: a time within the second of an end is in. */
export const within = (time: number, window: { from: number; to: number }): boolean => {
  const second = Math.floor(time / 1000) * 1000;
  return second >= window.from && second <= window.to;
};

/** The first word of a query that this list does not know. */
export function unknownWord(query: URLSearchParams, known: string[]): string | null {
  const all = new Set(["fields", "sort", "limit", "page", ...known]);
  return [...query.keys()].find((name) => !all.has(name)) ?? null;
}

/** A bare array: sorted, one page, the asked fields, with `Link` where a page follows. */
export function answerList(
  rows: Fields[],
  query: URLSearchParams,
  options: { sortable: string[]; path: string; link: boolean; most?: number },
): Answer {
  const limit = Number(query.get("limit") ?? "100");
  const page = Number(query.get("page") ?? "1");
  const most = options.most ?? 1000;
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    return refuse(400, `limitは1から${most}で指定してください。`);
  if (!Number.isInteger(page) || page < 1) return refuse(400, "pageは1以上で指定してください。");
  const order = (query.get("sort") ?? options.sortable[0] ?? "").split(",").map((part) => part.split(":"));
  const unsortable = order.find(([name = ""]) => !options.sortable.includes(name));
  if (unsortable !== undefined) return refuse(400, `sort ${unsortable[0]} はサポートされていません`);
  const sorted = [...rows].sort((a, b) => {
    for (const [name = "", direction] of order) {
      const compared = compare(a[name] ?? "", b[name] ?? "");
      if (compared !== 0) return direction === "desc" ? -compared : compared;
    }
    return 0;
  });
  const fields = query.get("fields")?.split(",");
  const items = sorted
    .slice((page - 1) * limit, page * limit)
    .map((row) =>
      fields === undefined ? row : Object.fromEntries(fields.map((name) => [name, row[name] ?? null])),
    );
  if (!options.link || sorted.length <= page * limit) return ok(items);
  const next = new URLSearchParams(query);
  next.set("page", String(page + 1));
  return ok(items, { link: `<${options.path}?${next.toString()}>; rel="next"` });
}

function compare(a: string, b: string): number {
  const numbers = /^-?\d+$/.test(a) && /^-?\d+$/.test(b);
  if (numbers) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
