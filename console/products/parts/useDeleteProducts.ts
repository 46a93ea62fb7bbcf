import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../../ui/api.ts";
import { dictionary, useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { productWords } from "./words.ts";

const said = dictionary({
  ja: { deleted: (count: number) => `商品を${count}件削除しました。` },
  en: { deleted: (count) => (count === 1 ? "1 product was deleted." : `${count} products were deleted.`) },
});

/** Asks once, then deletes these products one by one. Returns true if it was done; `error` holds a refusal. */
export function useDeleteProducts() {
  const words = useWords(productWords);
  const saidWords = useWords(said);
  const confirm = useConfirm();
  const client = useQueryClient();
  const deleting = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await ask("DELETE", `/api/v1/products/${id}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["products", "list"] }),
  });
  const remove = async (ids: string[]): Promise<boolean> => {
    const question = { title: words.deleteTitle(ids.length), says: words.deleteSays, does: words.deleteDoes };
    if (!(await confirm({ ...question, isDestructive: true }))) return false;
    try {
      await deleting.mutateAsync(ids);
    } catch {
      // The mutation keeps the error, and the page shows it.
      return false;
    }
    notifications.show({ message: saidWords.deleted(ids.length) });
    return true;
  };
  return { remove, isPending: deleting.isPending, error: deleting.error };
}
