/** What a spreadsheet takes for the begin of a formula, half or full width, behind a blank or not. */
const formula = /^\s*[=+\-@＝＋－＠]/u;
/** Numbers and phones begin with a sign, too, and are none. */
const number = /^\s*[+\-＋－]?[\d０-９][\d０-９,.，．()()\-－ ]*%?$/u;
const defused = /^'+\s*[=+\-@＝＋－＠]/u;

/** Returns a text cell so that no spreadsheet works it out as a formula when the file is opened: with an apostrophe in front. */
export function defuse(cell: string): string {
  if (cell === "" || cell.charCodeAt(0) > 0x40) {
    // Nearly every cell begins with a letter.
    if (!/^[＝＋－＠\u{3000}]/u.test(cell)) return cell;
  }
  return (formula.test(cell) && !number.test(cell)) || defused.test(cell) ? `'${cell}` : cell;
}

/**
 * Returns a cell of a file that goes back to who sent it: what was typed as a formula is defused, all else is as it came. A text in the
 * dress that Excel needs (`="0490"`) works out nothing.
 */
export function defuseTyped(cell: string): string {
  if (/^="[^"]*"$/.test(cell.trim()) || cell.startsWith("'")) return cell;
  return defuse(cell);
}

/** Returns what a defused cell was before. */
export const undefused = (cell: string): string => (defused.test(cell) ? cell.slice(1) : cell);
