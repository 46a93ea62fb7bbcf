import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { Proofs } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useSession } from "../../frame/session.ts";
import { proofWords } from "./proof-words.ts";

/** P8: the contracts that this shop has proven, and the three ways to prove one. */
export function ProveContract({ proofs }: { proofs: Proofs }) {
  const words = useWords(proofWords);
  const { moment } = useFormats();
  const ways = <Ways canSignIn={proofs.signIn} />;
  return (
    <Section title={words.title}>
      <Stack gap="sm" maw={640}>
        {proofs.items.length === 0 ? (
          <>
            <Text>{words.lead}</Text>
            {ways}
          </>
        ) : (
          <>
            <Text fw={650}>{words.proven}</Text>
            <ul className="checks">
              {proofs.items.map(({ contractId, way, provenAt }) => (
                <li key={contractId}>
                  <Group gap="xs">
                    <Text style={{ overflowWrap: "anywhere" }}>{contractId}</Text>
                    <Badge color="green">{words.ways[way]}</Badge>
                    <Text size="sm" className="soft">
                      {moment(provenAt)}
                    </Text>
                  </Group>
                </li>
              ))}
            </ul>
            <details>
              <summary>{words.more}</summary>
              <Stack gap="sm" mt="sm">
                {ways}
              </Stack>
            </details>
          </>
        )}
      </Stack>
    </Section>
  );
}

function Ways({ canSignIn }: { canSignIn: boolean }) {
  const words = useWords(proofWords);
  const { merchant } = useSession();
  const start = useMutation({
    mutationFn: () => ask<{ url: string }>("POST", "/console/api/smaregi/sign-in"),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      <Stack gap={6} align="flex-start">
        {canSignIn ? (
          <Button loading={start.isPending || start.isSuccess} onClick={() => start.mutate()}>
            {words.signIn}
          </Button>
        ) : null}
        <Text size="sm">{canSignIn ? words.signInSays : words.signInOff}</Text>
        <ProblemNotice error={start.error} />
      </Stack>
      <Stack gap={2}>
        <Text fw={650}>{words.ownApp}</Text>
        <Text size="sm">{words.ownAppSays}</Text>
      </Stack>
      <Stack gap={2}>
        <Text fw={650}>{words.operator}</Text>
        <Text size="sm">{words.operatorSays(merchant.number)}</Text>
      </Stack>
    </>
  );
}
