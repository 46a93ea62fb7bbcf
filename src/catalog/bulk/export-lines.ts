import { csvText } from "../../kit/csv.ts";
import { defuse } from "../../kit/csv-safe.ts";
import type { Question } from "../../kit/tables.ts";
import { parts } from "../reading/store.ts";
import { columnKeys } from "./columns.ts";
import { questionsText } from "./values.ts";

/**
 * Text that may need quotes, or must be defused: a comma, a quote or a line break anywhere, or a sign at the beginning
 * of a cell.
 */
const delicate = new RegExp(`[",\\r\\n]|(?:^|[${parts.cell}${parts.line}])\\s*['=+\\-@＝＋－＠]`, "u");
const questionsAt = columnKeys.indexOf("questions");

/**
 * Turns lines of an export, as `readLinesAfter` makes them, into CSV: no cell is a formula, and questions are written
 * as people write them. Nearly all lines need neither, and are not split.
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
    // Our own number is never a formula, even if it is negative.
    if (nth >= columnKeys.length || cell === "") return cell;
    return defuse(nth === questionsAt ? questionsText(JSON.parse(cell) as Question[]) : cell);
  });
}
