import { Center, Loader, Text } from "@mantine/core";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Something is being loaded; `isWhole`: the whole page, `says`: what, where it takes its time. */
export function Loading({ isWhole = false, says }: { isWhole?: boolean; says?: string }) {
  const words = useWords(common);
  return (
    <Center p="xl" h={isWhole ? "100vh" : undefined} role="status">
      <Loader size="sm" aria-label={words.loading} />
      {says === undefined ? null : (
        <Text size="sm" ml="sm">
          {says}
        </Text>
      )}
    </Center>
  );
}
