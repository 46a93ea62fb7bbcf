/** What a spreadsheet takes for the start of a formula: half or full width, with or without leading blanks. */
const formula = /^\s*[=+\-@＝＋－＠]/u;
/** Numbers and phone numbers also begin with a sign, but are no formula. */
const number = /^\s*[+\-＋－]?[\d０-９][\d０-９,.，．()()\-－ ]*%?$/u;
const defused = /^'+\s*[=+\-@＝＋－＠]/u;

/** Returns a text cell with an apostrophe in front if a spreadsheet would run it as a formula. */
export function defuse(cell: string): string {
  if (cell === "" || cell.charCodeAt(0) > 0x40) {
    // Nearly every cell begins with a letter.
    if (!/^[＝＋－＠\u{3000}]/u.test(cell)) return cell;
  }
  return (formula.test(cell) && !number.test(cell)) || defused.test(cell) ? `'${cell}` : cell;
}

/**
 * Returns a cell of a file that goes back to its sender: a typed formula is defused, everything else stays as it came. A text in the
 * form that Excel needs (`="0490"`) computes nothing and stays.
 */
export function defuseTyped(cell: string): string {
  if (/^="[^"]*"$/.test(cell.trim()) || cell.startsWith("'")) return cell;
  return defuse(cell);
}

/** Returns the original text of a defused cell. */
export const undefused = (cell: string): string => (defused.test(cell) ? cell.slice(1) : cell);
