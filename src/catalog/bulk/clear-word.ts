/** An ASCII digit or letter in front, as in nearly all cells: it is neither our sign nor a spreadsheet's. */
export const beginsPlain = /^[0-9A-Za-z]/;

/** True if a cell asks to clear its value; a blank cell changes nothing. */
export const isClearWord = (cell: string): boolean =>
  !beginsPlain.test(cell) && ["[クリア]", "[clear]"].includes(cell.normalize("NFKC").trim().toLowerCase());
