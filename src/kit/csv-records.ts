import type { Text } from "./errors.ts";

/**
 * One record of a file; `number` counts the heading as 1, as a spreadsheet does. `fault`: it could not be told apart into cells, and these
 * are a guess (P5: the records around it can).
 */
export type CsvRow = { number: number; cells: string[]; fault?: Text };

/** Longer than any cell that is one: beyond it a quote was never closed. */
const longestCell = 1_000_000;
const separators = [",", "\t", ";"];
/** The end mark of files from DOS, behind the last cell or alone. */
const endMark = "\u{1A}";

const unclosed: Text = {
  ja: '「"」(引用符)で始まる値が閉じられていないため、この行を読み取れません。引用符を取り除くか、値の終わりにも付けてください。',
  en: "A value begins with a quote (\") that is never closed, so this row can't be read: remove it, or close it at the end of the value.",
};

type Scan = { cells: string[]; next: number; fault?: Text };
type Cell = { value: string; end: number };

/**
 * Tells the records of a CSV apart as its text comes in. Commas, tabs or semicolons, as the heading line has them (or a `sep=` line);
 * LF, CRLF or CR; a quote inside an unquoted cell is a letter; a quoted cell that is never closed spoils its own lines only.
 */
export class RecordReader {
  #rest = "";
  #separator: string | null = null;
  #number = 0;

  /** The records that are whole by now. `isLast`: no more text comes. */
  *read(text: string, isLast: boolean): Generator<CsvRow> {
    this.#rest += text;
    let at = this.#separator === null ? this.#begin(isLast) : 0;
    if (at === null || this.#separator === null) return;
    while (at < this.#rest.length) {
      const scan = scanRecord(this.#rest, { at, separator: this.#separator, isLast });
      if (scan === null) break;
      at = scan.next;
      this.#number += 1;
      const { fault } = scan;
      const cells = [...scan.cells.slice(0, -1), withoutEndMark(scan.cells.at(-1) ?? "")];
      if (cells.some((cell) => cell.trim() !== "")) {
        yield { number: this.#number, cells, ...(fault === undefined ? {} : { fault }) };
      }
    }
    this.#rest = this.#rest.slice(at);
  }

  /** Chooses the separator by the first line that is not blank. Returns where the records begin, or null: not known yet. */
  #begin(isLast: boolean): number | null {
    const found = /^\s*(\S[^\r\n]*)(\r\n|[\r\n])/.exec(this.#rest);
    if (found === null && !isLast && this.#rest.length < longestCell) return null;
    const line = found?.[1] ?? this.#rest;
    const told = /^"?sep=(.)"?\s*$/i.exec(line)?.[1];
    this.#separator = told ?? separatorOf(line);
    return told === undefined ? 0 : (found?.[0].length ?? this.#rest.length);
  }
}

function withoutEndMark(cell: string): string {
  let end = cell.length;
  while (cell[end - 1] === endMark) end -= 1;
  return cell.slice(0, end);
}

function separatorOf(heading: string): string {
  const bare = heading.replaceAll(/"[^"]*"/g, "");
  const count = (separator: string) => bare.split(separator).length;
  return separators.reduce((best, each) => (count(each) > count(best) ? each : best));
}

type Place = { at: number; separator: string; isLast: boolean };

/** The record at a place; null: its end has not come yet. */
function scanRecord(text: string, { at, separator, isLast }: Place): Scan | null {
  const cells: string[] = [];
  let begin = at;
  for (;;) {
    const place = { at: begin, separator, isLast };
    const cell = text[begin] === '"' ? quotedCell(text, place) : plainCell(text, place);
    if (cell === null) return null;
    if (cell === "unclosed") return brokenLine(text, { at: begin, separator, isLast }, cells);
    cells.push(cell.value);
    if (text[cell.end] === separator) {
      begin = cell.end + 1;
      continue;
    }
    const next = afterLineEnd(text, cell.end, isLast);
    return next === null ? null : { cells, next };
  }
}

function afterLineEnd(text: string, at: number, isLast: boolean): number | null {
  if (text[at] !== "\r") return at + 1;
  if (at + 1 === text.length && !isLast) return null;
  return text[at + 1] === "\n" ? at + 2 : at + 1;
}

function plainCell(text: string, { at, separator, isLast }: Place): Cell | null {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  if (end === text.length && !isLast) return null;
  return { value: text.slice(at, end), end };
}

function quotedCell(text: string, { at, separator, isLast }: Place): Cell | "unclosed" | null {
  let value = "";
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    const seen = quote === -1 ? text.length : quote;
    if (seen - at > longestCell) return "unclosed";
    if (quote === -1) return isLast ? "unclosed" : null;
    if (text[quote + 1] === '"') {
      value += text.slice(from, quote + 1);
      from = quote + 2;
      continue;
    }
    let end = quote + 1;
    while (text[end] === " ") end += 1;
    if (end >= text.length && !isLast) return null;
    value += text.slice(from, quote);
    const after = text[end];
    if (after === undefined || after === separator || after === "\n" || after === "\r") return { value, end };
    // A quote in the middle of a line is a letter; behind a line break it opens another cell, and this one was never closed.
    if (/[\r\n]/.test(value)) return "unclosed";
    value += '"';
    from = quote + 1;
  }
}

/** The rest of the line in which a quote was opened, told apart as if it were a letter. */
function brokenLine(text: string, { at, separator, isLast }: Place, before: string[]): Scan {
  const cells = [...before];
  let begin = at;
  for (;;) {
    const cell = plainCell(text, { at: begin, separator, isLast: true });
    if (cell === null) break;
    cells.push(cell.value);
    if (text[cell.end] === separator) begin = cell.end + 1;
    else return { cells, next: afterLineEnd(text, cell.end, isLast) ?? cell.end + 1, fault: unclosed };
  }
  return { cells, next: text.length, fault: unclosed };
}
