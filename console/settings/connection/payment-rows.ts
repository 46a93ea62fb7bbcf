import { mergeNamed } from "../../../ui/merge-named.ts";
import type { PaymentChoices, PaymentMethods } from "../../../src/http/api-types.ts";

export type PaymentRow = { key: string; name: string; kind: "credit" | "cash" | "method"; methodId: string };
type Item = PaymentMethods["items"][number];

let made = 0;
/** An empty row. */
export const newRow = (): PaymentRow => ({ key: `row-${(made += 1)}`, name: "", kind: "cash", methodId: "" });

/** The saved items as rows. */
export const rowsOf = (items: Item[]): PaymentRow[] =>
  items.map(({ name, smaregi }) =>
    smaregi === "cash" || smaregi === "credit"
      ? { ...newRow(), name, kind: smaregi }
      : { ...newRow(), name, kind: "method", methodId: smaregi },
  );

/** The items to save, with half-width digits. */
export const itemsOf = (rows: PaymentRow[]): Item[] =>
  rows.map(({ name, kind, methodId }) => ({
    name: name.trim(),
    smaregi: kind === "method" ? methodId.normalize("NFKC").trim() : kind,
  }));

/** The items to save after `mine` is merged into `now` (`mergeNamed`). */
export const mergedItems = (opened: Item[], mine: Item[], now: Item[]): Item[] =>
  mergeNamed(opened, mine, now, (a, b) => a.name === b.name && a.smaregi === b.smaregi);

/** The error of a row; null if there is none. */
export function faultOfRow(row: PaymentRow): "wrongName" | "wrongId" | null {
  const [item] = itemsOf([row]);
  if (item === undefined || item.name === "") return "wrongName";
  return row.kind !== "method" || /^[1-9]\d{0,8}$/.test(item.smaregi) ? null : "wrongId";
}

/** The options for a row: Smaregi's payment methods, and the chosen one if Smaregi does not list it. */
export function optionsOf(
  choices: PaymentChoices["items"],
  chosen: string,
  words: { choose: string; notListed(id: string): string },
): { value: string; label: string }[] {
  const known = choices.map(({ id, name }) => ({ value: id, label: name }));
  if (chosen === "") return [{ value: "", label: words.choose }, ...known];
  const isKnown = choices.some(({ id }) => id === chosen);
  return isKnown ? known : [{ value: chosen, label: words.notListed(chosen) }, ...known];
}
