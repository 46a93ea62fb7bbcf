import { Center, Loader } from "@mantine/core";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Something is being loaded; `isWhole`: the whole page. */
export function Loading({ isWhole = false }: { isWhole?: boolean }) {
  const words = useWords(common);
  return (
    <Center p="xl" h={isWhole ? "100vh" : undefined} role="status">
      <Loader size="sm" aria-label={words.loading} />
    </Center>
  );
}
