import type { Text } from "./errors.ts";

/**
 * One record of a file; `number` counts the heading as 1, as a spreadsheet does. `fault`: the record could not be split into cells,
 * and `cells` is a guess (P5: the records around it are still read).
 */
export type CsvRow = { number: number; cells: string[]; fault?: Text };

/** No real cell is longer: beyond this length, a quote was never closed. */
const longestCell = 1_000_000;
const separators = [",", "\t", ";"];
/** No real record is longer: the reader does not wait for its end. */
const longestRecord = 2_000_000;
/** How many letters of such a record are kept. */
const shownLetters = 1_000;
/** The end mark of files from DOS, after the last cell or alone. */
const endMark = "\u{1A}";

const unclosed: Text = {
  ja: '「"」(引用符)で始まる値が閉じられていないため、この行を読み取れません。引用符を取り除くか、値の終わりにも付けてください。',
  en: "A value begins with a quote (\") that is never closed, so this row can't be read: remove it, or close it at the end of the value.",
};

const tooLong: Text = {
  ja: "1行が200万文字を超えるため、読み取れません。改行が失われていないか、CSVファイルかどうかを確認してください。",
  en: "The row has more than two million letters and can't be read: see whether line ends were lost, and whether this is a CSV file.",
};

type Scan = { cells: string[]; next: number; fault?: Text };
type Cell = { value: string; end: number };

/**
 * Splits the text of a CSV into records as it arrives. Takes commas, tabs or semicolons, whichever the heading line (or a `sep=`
 * line) has; LF, CRLF or CR. A quote inside an unquoted cell is a letter; a quoted cell that is never closed spoils only its own
 * lines. The time grows only with the length of the file, whatever it contains.
 */
export class RecordReader {
  #rest = "";
  #separator: string | null = null;
  #number = 0;
  /** True while the incoming text is the rest of a record that was too long, up to the end of its line. */
  #isPassingOver = false;

  /** The records that are complete so far. `isLast`: no more text comes. */
  *read(text: string, isLast: boolean): Generator<CsvRow> {
    const end = this.#isPassingOver ? lineEndFrom(text, 0) : 0;
    if (end === -1) return;
    this.#isPassingOver = false;
    // No database stores a NUL: it counts as a broken letter in any file.
    this.#rest += text.slice(end).replaceAll("\0", "\u{FFFD}");
    let at = this.#separator === null ? this.#begin(isLast) : 0;
    if (at === null || this.#separator === null) return;
    const file = { separator: this.#separator, isLast, quotes: new LoneQuotes(this.#rest) };
    while (at < this.#rest.length) {
      const scan = scanRecord(this.#rest, { ...file, at });
      if ((scan?.next ?? this.#rest.length) - at > longestRecord) {
        // Up to the next line end, which stays for the next step, all this counts as one record.
        yield {
          number: this.#number + 1,
          cells: [this.#rest.slice(at, at + shownLetters)],
          fault: tooLong,
        };
        const lineEnd = lineEndFrom(this.#rest, at + longestRecord);
        this.#isPassingOver = lineEnd === -1;
        at = lineEnd === -1 ? this.#rest.length : lineEnd;
        continue;
      }
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

  /**
   * Chooses the separator from the first line that is not blank. Returns where the records begin, or null if that is not
   * known yet.
   */
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

function lineEndFrom(text: string, from: number): number {
  const found = text.slice(from).search(/[\r\n]/);
  return found === -1 ? -1 : from + found;
}

/** The quotes of a text that are not doubled. Searches a stretch without any only once, no matter how many cells begin in it. */
class LoneQuotes {
  readonly #text: string;
  #from = 0;
  #found = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The position of the first one at or after `at`; Infinity if there is none yet. */
  next(at: number): number {
    const own = this.#quotesAt(at);
    if (own % 2 === 1) return at + own - 1;
    const from = at + own;
    if (from < this.#from || from > this.#found) {
      this.#from = from;
      this.#found = this.#search(from);
    }
    return this.#found;
  }

  #search(from: number): number {
    let quote = this.#text.indexOf('"', from);
    while (quote !== -1) {
      const many = this.#quotesAt(quote);
      if (many % 2 === 1) return quote + many - 1;
      quote = this.#text.indexOf('"', quote + many);
    }
    return Infinity;
  }

  #quotesAt(at: number): number {
    let end = at;
    while (this.#text[end] === '"') end += 1;
    return end - at;
  }
}

type Place = { at: number; separator: string; isLast: boolean; quotes: LoneQuotes };

/** The record that begins at `at`; null if its end has not arrived yet. */
function scanRecord(text: string, { at, separator, isLast, quotes }: Place): Scan | null {
  const cells: string[] = [];
  let begin = at;
  for (;;) {
    const place = { at: begin, separator, isLast, quotes };
    const cell = text[begin] === '"' ? quotedCell(text, place) : plainCell(text, place);
    if (cell === null) return null;
    if (cell === "unclosed") return brokenLine(text, place, cells);
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

function plainCell(text: string, { at, separator, isLast }: Omit<Place, "quotes">): Cell | null {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  if (end === text.length && !isLast) return null;
  return { value: text.slice(at, end), end };
}

function quotedCell(text: string, { at, separator, isLast, quotes }: Place): Cell | "unclosed" | null {
  let value = "";
  let from = at + 1;
  for (;;) {
    const quote = quotes.next(from);
    if (Math.min(quote, text.length) - at > longestCell) return "unclosed";
    if (quote === Infinity) return isLast ? "unclosed" : null;
    let end = quote + 1;
    while (text[end] === " ") end += 1;
    if (end >= text.length && !isLast) return null;
    const part = text.slice(from, quote).replaceAll('""', '"');
    value += part;
    const after = text[end];
    if (after === undefined || after === separator || after === "\n" || after === "\r") return { value, end };
    // A quote in the middle of a line is a letter. After a line break it opens another cell, so this cell was never closed.
    if (/[\r\n]/.test(part)) return "unclosed";
    value += '"';
    from = quote + 1;
  }
}

/** The rest of the line in which a quote was opened, split as if the quote were a letter. */
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
