import { mergeNamed } from "../../../ui/merge-named.ts";
import type { PaymentChoices, PaymentMethods } from "../../../src/http/api-types.ts";

export type PaymentRow = { key: string; name: string; kind: "credit" | "cash" | "method"; methodId: string };
type Item = PaymentMethods["items"][number];

let made = 0;
/** A row to be filled in. */
export const newRow = (): PaymentRow => ({ key: `row-${(made += 1)}`, name: "", kind: "cash", methodId: "" });

/** What is saved, as rows. */
export const rowsOf = (items: Item[]): PaymentRow[] =>
  items.map(({ name, smaregi }) =>
    smaregi === "cash" || smaregi === "credit"
      ? { ...newRow(), name, kind: smaregi }
      : { ...newRow(), name, kind: "method", methodId: smaregi },
  );

/** What is to be saved, digits in half width. */
export const itemsOf = (rows: PaymentRow[]): Item[] =>
  rows.map(({ name, kind, methodId }) => ({
    name: name.trim(),
    smaregi: kind === "method" ? methodId.normalize("NFKC").trim() : kind,
  }));

/** What is to be saved of `mine` where `now` is saved (`mergeNamed`). */
export const mergedItems = (opened: Item[], mine: Item[], now: Item[]): Item[] =>
  mergeNamed(opened, mine, now, (a, b) => a.name === b.name && a.smaregi === b.smaregi);

/** What is wrong with a row; null: nothing. */
export function faultOfRow(row: PaymentRow): "wrongName" | "wrongId" | null {
  const [item] = itemsOf([row]);
  if (item === undefined || item.name === "") return "wrongName";
  return row.kind !== "method" || /^[1-9]\d{0,8}$/.test(item.smaregi) ? null : "wrongId";
}

/** What a row's payment method is chosen from: Smaregi's, and the one that is there though Smaregi does not name it. */
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
