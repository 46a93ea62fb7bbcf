import { csvText } from "../../kit/csv.ts";
import { defuse } from "../../kit/csv-safe.ts";
import type { Question } from "../../kit/tables.ts";
import { parts } from "../reading/store.ts";
import { columnKeys } from "./columns.ts";
import { questionsText } from "./values.ts";

/** What may need quotes, or to be defused: a comma, a quote or a line break anywhere, or a sign where a cell begins. */
const delicate = new RegExp(`[",\\r\\n]|(?:^|[${parts.cell}${parts.line}])\\s*['=+\\-@＝＋－＠]`, "u");
const questionsAt = columnKeys.indexOf("questions");

/**
 * Lines of an export, as `readLinesAfter` makes them, as CSV: no cell is a formula, and questions are as people write them. Nearly all
 * lines need none of it, and are not taken apart.
 */
export function linesAsCsv(lines: string): string {
  if (!delicate.test(lines)) return plain(lines);
  return lines
    .split(parts.line)
    .map((line) => (delicate.test(line) ? csvText([cellsOf(line)]) : plain(line)))
    .join("");
}

const plain = (lines: string): string =>
  `${lines.replaceAll(parts.cell, ",").replaceAll(parts.line, "\r\n")}\r\n`;

function cellsOf(line: string): string[] {
  return line.split(parts.cell).map((cell, nth) => {
    // A number of our own, less than nothing or not, is none of a formula.
    if (nth >= columnKeys.length || cell === "") return cell;
    return defuse(nth === questionsAt ? questionsText(JSON.parse(cell) as Question[]) : cell);
  });
}
