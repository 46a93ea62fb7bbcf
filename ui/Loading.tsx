import { Center, Loader, Text } from "@mantine/core";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Shows that something is being loaded. `isWhole`: it is the whole page. `says`: what is being loaded, if it takes long. */
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
