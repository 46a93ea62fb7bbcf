import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask, Problem } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import type { Sheet, SheetItem } from "./sheet.ts";
import { quickWords } from "./words.ts";

const mostRows = 500;

/**
 * The cells that no page can correct, because what they are about is gone: of deleted variations, and quantities of variations whose
 * stock is not managed any more. (A quantity that Smaregi counts now still has its cell, which says so.)
 */
function goneIn({ code, errors }: Problem, items: SheetItem[]) {
  const places = errors.flatMap(({ path }): [string, string][] => {
    const [, nth, name = ""] = /^items\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
    const item = items[Number(nth)];
    return item === undefined ? [] : [[item.variationId, name]];
  });
  const has = (id: string, field: string) => places.some(([of, name]) => of === id && name === field);
  return (id: string, field: string): boolean =>
    has(id, "variationId") || (field === "quantity" && code !== "stock_locked" && has(id, "quantity"));
}

/**
 * Saves all changed cells or none. Errors are shown in their cells, and the first one gets the focus. `shown`: the IDs of the products
 * in the table.
 */
export function useSave(sheet: Sheet, shown: () => ReadonlySet<string>) {
  const words = useWords(quickWords);
  const { list } = useFormats();
  const client = useQueryClient();
  /** Returns what to say of the cells that were refused. */
  const refuse = (problems: Map<string, string>): string => {
    sheet.refuse(problems);
    // The cells are rendered before the next frame.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[data-field][aria-invalid="true"]')?.focus(),
    );
    const elsewhere = sheet.refusedElsewhere(shown());
    const says = words.wrong(problems.size);
    return elsewhere.length === 0 ? says : `${says} ${words.elsewhere(list(elsewhere))}`;
  };
  return useMutation({
    mutationFn: async () => {
      const collected = sheet.collect();
      if ("wrong" in collected) {
        const { wrong } = collected;
        const says = refuse(new Map([...wrong].map(([key, problem]) => [key, words.problems[problem]])));
        throw new Problem(0, "wrong", says);
      }
      const { items, keys } = collected;
      const sent = sheet.texts();
      if (items.length > mostRows) throw new Problem(0, "tooMany", words.tooMany(items.length));
      try {
        await ask("POST", "/api/v1/products/quick-edit", { body: { items } });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const isGone = goneIn(error, items);
        const dropped = sheet.drop(({ variation }, field) => isGone(variation.id, field));
        if (dropped.length > 0) {
          void client.invalidateQueries({ queryKey: ["products"] });
          const says = words.dropped(list(dropped));
          throw new Problem(error.status, error.code, sheet.count() > 0 ? `${says}${words.again}` : says);
        }
        const cells = error.errors.flatMap(({ path, message }): [string, string][] => {
          const key = keys.get(path);
          return key === undefined ? [] : [[key, message]];
        });
        if (cells.length === 0) throw error;
        const says = refuse(new Map(cells));
        const others = error.errors.filter(({ path }) => !keys.has(path));
        throw new Problem(error.status, error.code, says, others);
      }
      return { count: items.length, sent };
    },
    onSuccess: async ({ count, sent }) => {
      // The new numbers are read before the marks disappear, so that no cell shows its old number in between.
      await client.invalidateQueries({ queryKey: ["products"] });
      sheet.saved(sent);
      notifications.show({ message: words.saved(count) });
    },
  });
}
