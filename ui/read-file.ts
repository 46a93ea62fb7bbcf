import { Problem } from "./api.ts";
import { dictionary, readLanguage } from "./language.tsx";

const words = dictionary({
  ja: {
    unreadable:
      "ファイルを読み込めません。選んだあとでファイルが変更、移動、または削除されたようです。もう一度ファイルを選んでください。",
  },
  en: {
    unreadable:
      "The file can't be read: it seems to have been changed, moved or deleted since it was chosen. Please choose it again.",
  },
});

/**
 * Reads a chosen file into memory, as CSV: what is sent then is what was read, whatever becomes of the file. A browser refuses to
 * read a file that was changed on the disk after it was chosen, until it is chosen again; then throws a Problem that says so.
 */
export async function readCsv(file: Blob): Promise<Blob> {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Problem(422, "unreadable", words[readLanguage()].unreadable);
  });
  return new Blob([bytes], { type: "text/csv" });
}
