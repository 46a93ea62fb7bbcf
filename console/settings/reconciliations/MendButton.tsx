import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { Difference } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useMay } from "../../frame/session.ts";
import { reconciliationWords } from "./words.ts";

type Props = { call: string; does: NonNullable<Difference["repair"]["does"]> };

/** P7: the button that repairs a difference; the server names the call. */
export function MendButton({ call, does }: Props) {
  const words = useWords(reconciliationWords);
  const mayRepair = useMay("link.repair");
  const mend = useMutation({ mutationFn: () => ask("POST", `/api/v1${call.replace("POST ", "")}`) });
  if (!mayRepair) return null;
  if (mend.isSuccess)
    return (
      <Text size="sm" role="status">
        {words.mending}
      </Text>
    );
  return (
    <>
      <Button size="xs" variant="light" loading={mend.isPending} onClick={() => mend.mutate()}>
        {words.mend[does]}
      </Button>
      <ProblemNotice error={mend.error} />
    </>
  );
}
