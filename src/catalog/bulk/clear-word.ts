/** A digit or a letter of ASCII in front, as nearly all cells have it: no sign of ours or of a spreadsheet. */
export const beginsPlain = /^[0-9A-Za-z]/;

/** Whether a cell asks for its value to be cleared; a blank cell leaves what is there. */
export const isClearWord = (cell: string): boolean =>
  !beginsPlain.test(cell) && ["[クリア]", "[clear]"].includes(cell.normalize("NFKC").trim().toLowerCase());
