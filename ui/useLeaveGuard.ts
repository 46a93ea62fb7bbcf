import { useBlocker } from "@tanstack/react-router";
import { useWords } from "./language.tsx";
import { useConfirm } from "./useConfirm.tsx";
import { common } from "./words.ts";

/** Asks once before a page with unsaved changes is left, for another page or for good. `isDirty` is asked at that moment. */
export function useLeaveGuard(isDirty: () => boolean): void {
  const words = useWords(common);
  const confirm = useConfirm();
  useBlocker({
    enableBeforeUnload: isDirty,
    shouldBlockFn: async ({ current, next }) => {
      // Another search of the same page loses nothing.
      if (!isDirty() || current.pathname === next.pathname) return false;
      const question = { title: words.unsavedTitle, says: words.unsaved, does: words.leave };
      return !(await confirm({ ...question, isDestructive: true }));
    },
  });
}
