import { Text } from "@mantine/core";
import { useModals } from "@mantine/modals";
import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

type Question = {
  title: string;
  /** What will happen, in full sentences. */
  says: ReactNode;
  /** The button's text, which says what it does: 「キャンセルする」, never 「OK」. */
  does: string;
  /** True if it cannot be undone. */
  isDestructive?: boolean;
};

/**
 * Asks once before a step that cannot be undone; resolves to true if the person agrees. The question closes with the page that asked
 * it. If that page was already left, it is not asked, and the result is false.
 */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const modals = useModals();
  const words = useWords(common);
  const { history } = useRouter();
  const { pathname } = history.location;
  return ({ title, says, does, isDestructive }) =>
    new Promise((answer) => {
      if (history.location.pathname !== pathname) {
        answer(false);
        return;
      }
      const stop = history.subscribe(() => modals.closeModal(id));
      const id = modals.openConfirmModal({
        title,
        // Above a dialog or drawer of the page, below the question for the password.
        zIndex: 250,
        children: (
          <Text component="div" size="sm">
            {says}
          </Text>
        ),
        labels: { confirm: does, cancel: words.cancel },
        confirmProps: { color: isDestructive === true ? "shu" : "ai" },
        closeButtonProps: { "aria-label": words.close },
        onConfirm: () => answer(true),
        onCancel: () => answer(false),
        onClose: () => {
          stop();
          answer(false);
        },
      });
    });
}
