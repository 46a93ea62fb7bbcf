import { Button, Group, Text } from "@mantine/core";
import type { Proofs } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { proofWords } from "./proof-words.ts";

type Props = { proofs: Proofs; entered: string; choose(contractId: string): void };

/** The proven contracts that are not in the form yet; one press enters one. */
export function ChooseProven({ proofs, entered, choose }: Props) {
  const words = useWords(proofWords);
  const others = proofs.items.filter(({ contractId }) => contractId !== entered.trim());
  if (others.length === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm">{words.choose}</Text>
      {others.map(({ contractId }) => (
        <Button key={contractId} size="xs" maw="100%" variant="default" onClick={() => choose(contractId)}>
          {contractId}
        </Button>
      ))}
    </Group>
  );
}
