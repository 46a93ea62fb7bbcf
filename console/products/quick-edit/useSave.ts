import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask, Problem } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import type { Sheet } from "./sheet.ts";
import { quickWords } from "./words.ts";

const mostRows = 500;

/** Saves all changed cells or none. Errors are shown in their cells, and the first one gets the focus. */
export function useSave(sheet: Sheet) {
  const words = useWords(quickWords);
  const client = useQueryClient();
  const refuse = (problems: Map<string, string>) => {
    sheet.refuse(problems);
    // The cells are rendered before the next frame.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[data-field][aria-invalid="true"]')?.focus(),
    );
  };
  return useMutation({
    mutationFn: async () => {
      const collected = sheet.collect();
      if ("wrong" in collected) {
        const { wrong } = collected;
        refuse(new Map([...wrong].map(([key, problem]) => [key, words.problems[problem]])));
        throw new Problem(0, "wrong", words.wrong(wrong.size));
      }
      const { items, keys } = collected;
      const sent = sheet.texts();
      if (items.length > mostRows) throw new Problem(0, "tooMany", words.tooMany(items.length));
      try {
        await ask("POST", "/api/v1/products/quick-edit", { body: { items } });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const cells = error.errors.flatMap(({ path, message }): [string, string][] => {
          const key = keys.get(path);
          return key === undefined ? [] : [[key, message]];
        });
        if (cells.length === 0) throw error;
        refuse(new Map(cells));
        const others = error.errors.filter(({ path }) => !keys.has(path));
        throw new Problem(error.status, error.code, words.wrong(cells.length), others);
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
