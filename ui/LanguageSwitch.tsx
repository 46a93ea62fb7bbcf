import { Button } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useIsAlive } from "./alive.ts";
import { useLanguage, useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Changes between Japanese and English; it names the language that it changes to. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const words = useWords(common);
  const client = useQueryClient();
  const other = language === "ja" ? "en" : "ja";
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      lang={other}
      // It looks the same: it waits only as long as nobody would have found it.
      aria-disabled={useIsAlive() ? undefined : true}
      leftSection={<IconLanguage size={16} aria-hidden />}
      onClick={() => {
        choose(other);
        // The server's texts come in the reader's language, too.
        void client.invalidateQueries();
      }}
    >
      {words.language}
    </Button>
  );
}
