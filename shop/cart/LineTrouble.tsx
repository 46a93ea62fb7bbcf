import { Alert, Button, Group, Text } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { ButtonLink } from "../frame/links.tsx";
import type { Row } from "./rules.ts";
import { changePieces, removeLines } from "./useCart.ts";
import { words as dictionary } from "./words.ts";

/** Says why a line cannot be ordered, and what can be done. `refused`: the shop's answer about this line when it was ordered. */
export function LineTrouble({ row, refused }: { row: Row; refused?: string | undefined }) {
  const words = useWords(dictionary);
  const { line, trouble } = row;
  if (trouble === null && refused === undefined) return null;
  const left = trouble?.kind === "short" || trouble?.kind === "tooMany" ? trouble.left : 0;
  const says =
    trouble === null
      ? refused
      : trouble.kind === "short" && left === 0
        ? words.soldOut
        : trouble.kind === "short" || trouble.kind === "tooMany"
          ? words[trouble.kind](left)
          : words[trouble.kind];
  return (
    <Alert color="shu" variant="light" py="xs" mt="xs" role="alert">
      <Text size="sm">{says}</Text>
      <Group gap="xs" mt={6}>
        {left > 0 ? (
          <Button size="xs" onClick={() => changePieces(line.id, left)}>
            {words.changeTo(left)}
          </Button>
        ) : null}
        {trouble?.kind === "questions" ? (
          <ButtonLink size="xs" to="/products/$id" params={{ id: line.productId }}>
            {words.toProduct}
          </ButtonLink>
        ) : null}
        <Button size="xs" variant="default" onClick={() => removeLines([line.id])}>
          {words.takeOut}
        </Button>
      </Group>
    </Alert>
  );
}
