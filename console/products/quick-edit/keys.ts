import type { ClipboardEvent, KeyboardEvent } from "react";
import { fields, lockOf, pasted, type Field, type Sheet, type SheetRow } from "./sheet.ts";

type Cell = { rowIndex: number; field: Field; input: HTMLInputElement };

function cellAt(target: EventTarget, rows: SheetRow[]): Cell | null {
  if (!(target instanceof HTMLInputElement)) return null;
  const { row, field } = target.dataset;
  const rowIndex = rows.findIndex(({ variation }) => variation.id === row);
  return rowIndex === -1 || field === undefined ? null : { rowIndex, field: field as Field, input: target };
}

const find = (row: SheetRow | undefined, field: Field) =>
  row === undefined
    ? null
    : document.querySelector<HTMLInputElement>(
        `input[data-row="${row.variation.id}"][data-field="${field}"]`,
      );

/** The next editable cell of the column in this direction. */
function vertical({ rowIndex, field }: Cell, rows: SheetRow[], step: 1 | -1): HTMLInputElement | null {
  for (let index = rowIndex + step; index >= 0 && index < rows.length; index += step) {
    const input = find(rows[index], field);
    if (input !== null) return input;
  }
  return null;
}

function sideways({ rowIndex, field }: Cell, rows: SheetRow[], step: 1 | -1): HTMLInputElement | null {
  for (let index = fields.indexOf(field) + step; index >= 0 && index < fields.length; index += step) {
    const input = find(rows[rowIndex], fields[index] as Field);
    if (input !== null) return input;
  }
  return null;
}

/** True if the caret is at the edge of the text, so that the arrow key leaves the cell. */
function isAtEdge(input: HTMLInputElement, step: 1 | -1): boolean {
  if (input.type === "checkbox") return true;
  const { selectionStart, selectionEnd, value } = input;
  if (selectionStart === 0 && selectionEnd === value.length) return true;
  return selectionStart === selectionEnd && selectionStart === (step === 1 ? value.length : 0);
}

/** Handles arrows, Enter and Escape in the grid; Tab is left to the browser. */
export function onGridKey(event: KeyboardEvent, rows: SheetRow[], sheet: Sheet): void {
  const cell = cellAt(event.target, rows);
  if (cell === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = rows[cell.rowIndex] as SheetRow;
  const go = (input: HTMLInputElement | null) => {
    event.preventDefault();
    input?.focus();
  };
  if (event.key === "Escape") {
    event.preventDefault();
    sheet.undo(row, cell.field);
  } else if (event.key === "ArrowDown") go(vertical(cell, rows, 1));
  else if (event.key === "ArrowUp") go(vertical(cell, rows, -1));
  else if (event.key === "Enter") go(vertical(cell, rows, event.shiftKey ? -1 : 1));
  else if (event.key === "ArrowRight" && isAtEdge(cell.input, 1)) go(sideways(cell, rows, 1));
  else if (event.key === "ArrowLeft" && isAtEdge(cell.input, -1)) go(sideways(cell, rows, -1));
}

/** Pastes cells from a spreadsheet, downwards and to the right of the cell. Returns the number of locked cells that were skipped. */
export function onGridPaste(event: ClipboardEvent, rows: SheetRow[], sheet: Sheet): number {
  const cell = cellAt(event.target, rows);
  const text = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").replace(/\n$/, "");
  if (cell === null || (!/[\n\t]/.test(text) && cell.field !== "published")) return 0;
  event.preventDefault();
  let locked = 0;
  for (const [down, line] of text.split("\n").entries()) {
    const row = rows[cell.rowIndex + down];
    if (row === undefined) break;
    for (const [right, value] of line.split("\t").entries()) {
      const field = fields[fields.indexOf(cell.field) + right];
      if (field === undefined) break;
      if (lockOf(row, field) === null) sheet.set(row, field, pasted(field, value));
      else locked += 1;
    }
  }
  return locked;
}
