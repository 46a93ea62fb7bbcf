import { Button } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useIsAlive } from "./alive.ts";
import { useLanguage, useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Switches between Japanese and English; shows the name of the language that it switches to. */
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
      // Looks the same as an active one: the page's script starts before anyone finds the button.
      aria-disabled={useIsAlive() ? undefined : true}
      leftSection={<IconLanguage size={16} aria-hidden />}
      onClick={() => {
        choose(other);
        // The server's texts are in the reader's language, too.
        void client.invalidateQueries();
      }}
    >
      {words.language}
    </Button>
  );
}
