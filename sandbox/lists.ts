import { notSupported, ok, refuse, type Answer } from "./answer.ts";
import { readDay, readTime } from "./jst.ts";
import type { Switches } from "./switches.ts";

const day = 86_400_000;
const longest = 31 * day;

export type Window = { from: number; to: number };

/**
 * The window of times from a query's `-from` and `-to`. Null if neither is given; a refusal in words if it can't be read or is longer
 * than 31 days. An open end is `now`, an open beginning is 31 days before the end.
 */
export function readWindow(
  query: URLSearchParams,
  name: string,
  { now, isDay = false }: { now: number; isDay?: boolean },
): Window | string | null {
  const from = query.get(`${name}-from`);
  const to = query.get(`${name}-to`);
  if (from === null && to === null) return null;
  const read = isDay ? readDay : readTime;
  const end = to === null ? now : read(to);
  const window = { from: from === null ? end - longest : read(from), to: end };
  if (Number.isNaN(window.from) || Number.isNaN(window.to)) return `${name} の形式が不正です。`;
  if (window.to - window.from > longest) return `${name} の範囲は31日以内で指定してください。`;
  // The beginning is in the future and the end is open.
  return to === null && window.from > window.to ? { ...window, to: window.from + longest } : window;
}

/** True if the time is in the window. Smaregi stores whole seconds, so a time within the second of the end is in. */
export const within = (time: number, window: Window): boolean => {
  const second = Math.floor(time / 1000) * 1000;
  return second >= window.from && second <= window.to;
};

/** The refusal of a query with words that this call does not know, or an ID that is no number; null if all is well. */
export function refuseWords(query: URLSearchParams, known: string[]): Answer | null {
  const all = new Set(known);
  const unknown = [...new Set(query.keys())].filter((name) => !all.has(name));
  if (unknown.length > 0) return notSupported(unknown);
  const storeId = query.get("store_id");
  return storeId !== null && !/^\d{1,9}$/.test(storeId) ? refuse(400, "store_id の形式が不正です。") : null;
}

/** The words that every list knows. */
export const listWords = ["fields", "sort", "limit", "page"];

type Key = string | number;
/** How a list is answered: the fields that it can be sorted by (the first is the default), and the form of a row. */
export type Shape<Row> = {
  sortable: Record<string, (row: Row) => string | number | null | undefined>;
  shape: (row: Row) => object;
  path: string;
  /** `pageLimit`: each page silently has fewer rows than asked for. */
  paging: Pick<Switches, "linkHeader" | "pageLimit" | "unknownField">;
  most?: number;
};

/** Answers a bare array: sorted, one page, with the requested fields, and with `Link` if a page follows. */
export function answerList<Row>(rows: Row[], query: URLSearchParams, how: Shape<Row>): Answer {
  const most = how.most ?? 1000;
  const asked = readNumber(query.get("limit") ?? String(Math.min(100, most)));
  const page = readNumber(query.get("page") ?? "1");
  if (asked === null || asked > most) return refuse(400, `limitは1から${most}で指定してください。`);
  if (page === null) return refuse(400, "pageは1以上で指定してください。");
  const limit = Math.min(asked, how.paging.pageLimit ?? asked);
  const sorted = sort(rows, query.get("sort"), how.sortable);
  if (!Array.isArray(sorted)) return sorted;
  const items = sorted.slice((page - 1) * limit, page * limit).map(how.shape);
  const picked = pickFields(items, query.get("fields"), how.paging);
  if (!Array.isArray(picked)) return picked;
  if (!how.paging.linkHeader || sorted.length <= page * limit) return ok(picked);
  const next = new URLSearchParams(query);
  next.set("page", String(page + 1));
  return ok(picked, { link: `<${how.path}?${next.toString()}>; rel="next"` });
}

const readNumber = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);

/** Picks `fields=a,b`; nested fields are included. */
export function pickFields(
  items: object[],
  asked: string | null,
  { unknownField }: Pick<Switches, "unknownField">,
): object[] | Answer {
  if (asked === null) return items;
  const names = asked.split(",");
  const unknown = items.length === 0 ? [] : names.filter((name) => !(name in (items[0] ?? {})));
  if (unknown.length > 0 && unknownField === 400)
    return notSupported(unknown.map((name) => `fields ${name}`));
  const wanted = new Set(names);
  return items.map((item) =>
    Object.fromEntries(
      Object.entries(item).filter(([name, value]) => wanted.has(name) || Array.isArray(value)),
    ),
  );
}

function sort<Row>(rows: Row[], asked: string | null, sortable: Shape<Row>["sortable"]): Row[] | Answer {
  const order = (asked ?? Object.keys(sortable)[0] ?? "").split(",").map((part) => part.split(":"));
  for (const [name = "", direction = "asc"] of order) {
    if (!Object.hasOwn(sortable, name) || !["asc", "desc"].includes(direction)) {
      return notSupported([`sort ${name}`]);
    }
  }
  // The keys are made once per row, not once per comparison: lists of 20,000 rows are sorted for each page.
  const keyed = rows.map((row) => ({
    row,
    keys: order.map(([name = ""]) => sortKey(sortable[name]?.(row) ?? "")),
  }));
  const signs = order.map(([, direction]) => (direction === "desc" ? -1 : 1));
  keyed.sort((a, b) => {
    for (const [index, sign] of signs.entries()) {
      const compared = compare(a.keys[index] ?? "", b.keys[index] ?? "");
      if (compared !== 0) return sign * compared;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

const sortKey = (value: Key): Key =>
  typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

function compare(a: Key, b: Key): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
