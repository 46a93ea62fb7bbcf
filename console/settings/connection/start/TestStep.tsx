import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ConnectionTest } from "../../../../src/http/api-types.ts";
import { ask } from "../../../../ui/api.ts";
import { useWords } from "../../../../ui/language.tsx";
import { ProblemNotice } from "../../../../ui/ProblemNotice.tsx";
import { Checks } from "../Checks.tsx";
import { connectionPath, connectionQuery } from "../connection.ts";
import { connectionWords } from "../words.ts";
import { startWords } from "./words.ts";

/**
 * C6: tests whether Smaregi accepts the choice. If it is green, the next step opens by itself; otherwise the reader can still go on.
 */
export function TestStep({ goOn }: { goOn(): void }) {
  const words = useWords(startWords);
  const said = useWords(connectionWords);
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => ask<ConnectionTest>("POST", `${connectionPath}/test`),
    // The server stores a green result with the connection.
    onSuccess: () => client.invalidateQueries({ queryKey: connectionQuery.queryKey }),
  });
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{words.testLead}</Text>
      {test.data === undefined ? null : (
        <div role="status">
          <Text fw={650}>{test.data.ok ? said.testGoodOff : said.testBad}</Text>
          <Checks checks={test.data.checks} />
        </div>
      )}
      <ProblemNotice error={test.error} />
      <Group gap="sm">
        <Button loading={test.isPending} onClick={() => test.mutate()}>
          {test.data === undefined ? said.runTest : words.testAgain}
        </Button>
        {test.data === undefined || test.data.ok ? null : (
          <Button variant="default" onClick={goOn}>
            {words.goOnAnyway}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
