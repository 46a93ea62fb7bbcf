import { Badge, Group, Text } from "@mantine/core";
import type { ConnectionTest } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { connectionWords } from "./words.ts";

type Check = Omit<ConnectionTest["checks"][number], "ok"> & { ok?: boolean };

/** The results of the connection test for each part, and what to do if one is not OK. A missing `ok` counts as not OK. */
export function Checks({ checks }: { checks: Check[] }) {
  const words = useWords(connectionWords);
  const nameOf = (name: string) => words.checks[name as keyof typeof words.checks] ?? name;
  const todoOf = (what: string) => words.todo[what as keyof typeof words.todo];
  return (
    <ul className="checks">
      {checks.map(({ name, ok = false, detail, fact }) => (
        <li key={name}>
          <Group gap="xs">
            <Badge color={ok ? "green" : "shu"}>{ok ? words.good : words.bad}</Badge>
            <Text fw={650}>{nameOf(name)}</Text>
          </Group>
          <Text size="sm">{detail}</Text>
          {ok ? null : <Text size="sm">{todoOf(fact.kind) ?? todoOf(name)}</Text>}
        </li>
      ))}
    </ul>
  );
}
