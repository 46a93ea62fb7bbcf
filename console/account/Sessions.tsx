import { Badge, Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { OwnSession } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { DataTable, type Column } from "../../ui/DataTable.tsx";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { browserName } from "./browser-name.ts";
import { sessionWords } from "./words.ts";

/** ログイン中の端末: where the account is signed in, and buttons to sign out there. */
export function Sessions() {
  const words = useWords(sessionWords);
  const { moment } = useFormats();
  const sessions = useQuery({
    queryKey: ["staff", "sessions"],
    queryFn: () => ask<{ items: OwnSession[] }>("GET", "/console/api/sessions"),
  });
  const end = useMutation({
    mutationFn: async (id: string | null) => {
      await ask("DELETE", `/console/api/sessions${id === null ? "" : `/${id}`}`);
      await sessions.refetch();
    },
    onSuccess: () => notifications.show({ message: words.ended }),
  });
  const rows = sessions.data?.items ?? [];
  const columns: Column<OwnSession>[] = [
    {
      title: words.browser,
      cell: ({ browser, isCurrent }) => (
        <div>
          {browserName(browser) ?? words.unknown}{" "}
          {isCurrent ? <Badge color="green">{words.current}</Badge> : null}
        </div>
      ),
    },
    {
      title: words.usedAt,
      cell: ({ usedAt, address }) => (
        <div>
          {moment(usedAt)}
          <Text size="sm" className="soft text">
            {address ?? words.unknown}
          </Text>
        </div>
      ),
    },
    { title: words.createdAt, cell: ({ createdAt }) => moment(createdAt) },
    {
      title: words.actions,
      cell: ({ id, isCurrent, browser }) =>
        isCurrent ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.endNamed(browserName(browser) ?? words.unknown)}
            loading={end.isPending && end.variables === id}
            onClick={() => end.mutate(id)}
          >
            {words.end}
          </Button>
        ),
    },
  ];
  return (
    <>
      <ProblemNotice error={end.error ?? sessions.error} retry={() => void sessions.refetch()} />
      <Text size="sm" className="soft" mb="sm">
        {words.lead}
      </Text>
      <DataTable
        label={words.title}
        columns={columns}
        rows={rows}
        of={({ id }) => id}
        empty={words.unknown}
        isLoading={sessions.isPending}
      />
      {rows.length < 2 ? null : (
        <Button
          mt="md"
          variant="default"
          loading={end.isPending && end.variables === null}
          onClick={() => end.mutate(null)}
        >
          {words.endAll}
        </Button>
      )}
    </>
  );
}
