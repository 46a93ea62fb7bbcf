import { Paper, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SignInSettings } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { askConfirmed } from "../../frame/confirmation.ts";
import { staffWords } from "./words.ts";

const at = "/api/v1/sign-in-settings";
const queryKey = ["staff", "sign-in-settings"];

/** The switch that requires a second step from everyone who signs in; saved at once. */
export function DemandSecondStep() {
  const words = useWords(staffWords);
  const client = useQueryClient();
  const settings = useQuery({ queryKey, queryFn: () => ask<SignInSettings>("GET", at) });
  const save = useMutation({
    mutationFn: (body: SignInSettings) => askConfirmed<SignInSettings>("PUT", at, { body }),
    onSuccess: (now) => {
      client.setQueryData(queryKey, now);
      notifications.show({ message: words.demandSaved });
    },
  });
  if (settings.data === undefined)
    return <ProblemNotice error={settings.error} retry={() => void settings.refetch()} />;
  return (
    <>
      <ProblemNotice error={save.error} />
      <Paper p="md">
        <Switch
          label={words.demand}
          description={words.demandSays}
          checked={settings.data.secondStepDemanded}
          disabled={save.isPending}
          onChange={({ currentTarget }) => save.mutate({ secondStepDemanded: currentTarget.checked })}
        />
      </Paper>
    </>
  );
}
