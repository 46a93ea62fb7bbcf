import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useWords } from "./language.tsx";
import { useConfirm } from "./useConfirm.tsx";
import { common } from "./words.ts";

/** One function for each form of the page that returns true if the form has unsaved changes. */
const forms = new Set<{ current: () => boolean }>();

/**
 * Asks once before a page with unsaved changes is left, for another page or by closing it, however many of its forms have changes.
 * `isDirty` is called at that moment.
 */
export function useLeaveGuard(isDirty: () => boolean): void {
  const words = useWords(common);
  const confirm = useConfirm();
  const own = useRef(isDirty);
  own.current = isDirty;
  useEffect(() => {
    forms.add(own);
    return () => void forms.delete(own);
  }, []);
  useBlocker({
    enableBeforeUnload: isDirty,
    shouldBlockFn: async ({ current, next }) => {
      // The first one asks for all of them.
      if ([...forms].find((form) => form.current()) !== own) return false;
      // Another search of the same page loses nothing.
      if (current.pathname === next.pathname) return false;
      const question = { title: words.unsavedTitle, says: words.unsaved, does: words.leave };
      return !(await confirm({ ...question, isDestructive: true }));
    },
  });
}
