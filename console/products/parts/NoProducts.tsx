import { Group, Text } from "@mantine/core";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { words as frame } from "../../frame/words.ts";
import { productWords } from "./words.ts";

/** The next steps for a shop without products. */
export function NoProducts() {
  const words = useWords(productWords);
  const said = useWords(frame);
  return (
    <>
      <Text>{words.none}</Text>
      <Text>{words.noneNext}</Text>
      <Group justify="center" mt="sm">
        <TextLink to="/products/new">{said.newProduct}</TextLink>
        <TextLink to="/products/bulk">{said.bulk}</TextLink>
      </Group>
    </>
  );
}
