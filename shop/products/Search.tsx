import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useIsAlive } from "../../ui/alive.ts";
import { useWords } from "../../ui/language.tsx";
import { useTyped } from "../../ui/useTyped.ts";
import type { ShopSearch } from "./search.ts";
import { words as dictionary } from "./words.ts";

/** Searches products by a part of their name or code, a moment after the last letter. */
export function Search({ q, look }: { q: string; look(search: ShopSearch): void }) {
  const words = useWords(dictionary);
  const typed = useTyped(q, (next) => look(next === "" ? {} : { q: next }));
  return (
    <TextInput
      aria-label={words.search}
      placeholder={words.search}
      leftSection={<IconSearch size={16} aria-hidden />}
      maxLength={100}
      maw={420}
      readOnly={!useIsAlive()}
      {...typed}
    />
  );
}
