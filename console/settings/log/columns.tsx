import { Badge, Stack, Text } from "@mantine/core";
import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { Cause } from "../../frame/Cause.tsx";
import { Advice } from "./Advice.tsx";
import { Attempts } from "./Attempts.tsx";
import { EntryTarget } from "./EntryTarget.tsx";
import { Repair } from "./Repair.tsx";
import { logWords } from "./words.ts";

const colors = { open: "shu", repaired: "green", handled: "gray" };

/** The columns of スマレジ連携ログ. */
export function useLogColumns(): Column<IntegrationLogEntry>[] {
  const words = useWords(logWords);
  return [
    { title: words.at, width: "7.5rem", cell: (entry) => <Attempts entry={entry} /> },
    { title: words.call, width: "8rem", cell: ({ call }) => words.calls[call] },
    { title: words.target, width: "11rem", cell: (entry) => <EntryTarget entry={entry} /> },
    { title: words.reason, cell: ({ plain, answer }) => <Cause plain={plain} answer={answer} /> },
    {
      title: words.state,
      width: "5.5rem",
      cell: (entry) => <Badge color={colors[entry.state]}>{words.states[entry.state]}</Badge>,
    },
    {
      title: words.repair,
      width: "17.5rem",
      cell: (entry) =>
        entry.state === "open" ? (
          <Stack gap={6} ta="left">
            <Text size="sm">
              <Advice entry={entry} />
            </Text>
            <Repair key={entry.id} entry={entry} isSmall />
          </Stack>
        ) : null,
    },
  ];
}
