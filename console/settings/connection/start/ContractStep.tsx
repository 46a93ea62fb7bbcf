import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Proofs } from "../../../../src/http/api-types.ts";
import { ask } from "../../../../ui/api.ts";
import { fieldErrors } from "../../../../ui/fields.ts";
import { useWords } from "../../../../ui/language.tsx";
import { ProblemNotice } from "../../../../ui/ProblemNotice.tsx";
import { useSession } from "../../../frame/session.ts";
import { connectionPath, proofsQuery } from "../connection.ts";
import { proofWords } from "../proof-words.ts";
import { connectionWords } from "../words.ts";
import { startWords } from "./words.ts";

/** P8: the three ways to prove a contract. */
export function ContractStep({ proofs, goOn }: { proofs: Proofs; goOn(): void }) {
  const words = useWords(startWords);
  const proof = useWords(proofWords);
  const { merchant } = useSession();
  const signIn = useMutation({
    mutationFn: () => ask<{ url: string }>("POST", "/console/api/smaregi/sign-in?backTo=start"),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <Stack gap="md" align="flex-start">
      <Text>{words.contractLead}</Text>
      {proofs.items.length === 0 ? null : (
        <Button variant="default" onClick={goOn}>
          {words.goOn}
        </Button>
      )}
      {proofs.signIn ? (
        <Stack gap={6} align="flex-start">
          <Button loading={signIn.isPending || signIn.isSuccess} onClick={() => signIn.mutate()}>
            {proof.signIn}
          </Button>
          <Text size="sm">{proof.signInSays}</Text>
          <ProblemNotice error={signIn.error} />
        </Stack>
      ) : null}
      <details open={!proofs.signIn}>
        <summary>{proof.ownApp}</summary>
        <OwnApp />
      </details>
      <details>
        <summary>{proof.operator}</summary>
        <Text size="sm" mt="xs">
          {proof.operatorSays(merchant.number)}
        </Text>
      </details>
    </Stack>
  );
}

/** The merchant's own app is checked at once, and kept for the connection that is saved next. */
function OwnApp() {
  const words = useWords(startWords);
  const said = useWords(connectionWords);
  const client = useQueryClient();
  const form = useForm({ initialValues: { contractId: "", clientId: "", clientSecret: "" } });
  const prove = useMutation({
    mutationFn: (app: typeof form.values) => ask("POST", `${connectionPath}/proofs`, { body: app }),
    onSuccess: () => client.invalidateQueries({ queryKey: proofsQuery.queryKey }),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form onSubmit={form.onSubmit((app) => prove.mutate(app))} noValidate>
      <Stack gap="sm" mt="xs" maw={480} align="flex-start">
        <Text size="sm">{words.ownAppSteps}</Text>
        <TextInput
          w="100%"
          label={said.contractId}
          description={said.contractHint}
          required
          autoComplete="off"
          {...form.getInputProps("contractId")}
        />
        <TextInput
          w="100%"
          label={said.clientId}
          required
          autoComplete="off"
          {...form.getInputProps("clientId")}
        />
        <PasswordInput
          w="100%"
          label={said.clientSecret}
          required
          autoComplete="new-password"
          {...form.getInputProps("clientSecret")}
        />
        <ProblemNotice error={prove.error} shownPaths={(path) => path in form.values} />
        <Button type="submit" variant="default" loading={prove.isPending}>
          {words.ownAppCheck}
        </Button>
      </Stack>
    </form>
  );
}
