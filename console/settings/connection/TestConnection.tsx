import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ConnectionTest } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useMay } from "../../frame/session.ts";
import { Checks } from "./Checks.tsx";
import { connectionWords } from "./words.ts";

/** C6: asks Smaregi whether it accepts the saved settings, before the connection is switched on. */
export function TestConnection({ isDirty, isEnabled }: { isDirty: boolean; isEnabled: boolean }) {
  const words = useWords(connectionWords);
  const mayTest = useMay("link.repair");
  const test = useMutation({ mutationFn: () => ask<ConnectionTest>("POST", "/api/v1/connection/test") });
  const good = isEnabled ? words.testGood : words.testGoodOff;
  return (
    <Section title={words.test}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" className="soft">
          {mayTest ? words.testLead : words.testMayNot}
        </Text>
        {mayTest ? (
          <Button variant="default" disabled={isDirty} loading={test.isPending} onClick={() => test.mutate()}>
            {words.runTest}
          </Button>
        ) : null}
        {mayTest && isDirty ? <Text size="sm">{words.testDirty}</Text> : null}
        <ProblemNotice error={test.error} />
        {test.data === undefined ? null : (
          <div role="status">
            <Text fw={650}>{test.data.ok ? good : words.testBad}</Text>
            <Checks checks={test.data.checks} />
          </div>
        )}
      </Stack>
    </Section>
  );
}
