import { Badge, Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { ApiKey } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { keyWords } from "./words.ts";

/** The columns of the list of API keys. */
export function useKeyColumns(): Column<ApiKey>[] {
  const words = useWords(keyWords);
  const { day, list, moment } = useFormats();
  return [
    { title: words.name, cell: ({ name }) => <span className="text">{name}</span> },
    {
      title: words.scope,
      cell: ({ scopes }) =>
        list(
          scopes
            .filter((scope) => scopes.length === 1 || scope !== "read")
            .map((scope) => words.scopes[scope] ?? scope),
        ),
    },
    { title: words.created, cell: ({ createdAt }) => moment(createdAt) },
    {
      title: words.lastUsed,
      cell: ({ lastUsedAt, lastUsedFrom }) =>
        lastUsedAt === null ? (
          words.never
        ) : (
          <div>
            {moment(lastUsedAt)}
            {lastUsedFrom === null ? null : (
              <Text size="sm" className="soft text">
                {lastUsedFrom}
              </Text>
            )}
          </div>
        ),
    },
    {
      title: words.state,
      cell: ({ revokedAt, expiresAt }) => {
        if (revokedAt !== null) return <Badge color="gray">{words.revoked(moment(revokedAt))}</Badge>;
        if (expiresAt === null) return <Badge color="green">{words.active}</Badge>;
        // The last day on which it is valid.
        const last = day(new Date(Date.parse(expiresAt) - 1));
        const isOver = Date.parse(expiresAt) <= Date.now();
        return (
          <Badge color={isOver ? "gray" : "green"}>{isOver ? words.over(last) : words.until(last)}</Badge>
        );
      },
    },
    { title: words.actions, cell: (key) => (key.revokedAt === null ? <Revoke apiKey={key} /> : null) },
  ];
}

function Revoke({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const words = useWords(keyWords);
  const confirm = useConfirm();
  const revoke = useMutation({
    mutationFn: () => ask("DELETE", `/api/v1/api-keys/${id}`),
    onSuccess: () => notifications.show({ message: words.wasRevoked }),
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
  const start = async () => {
    const question = { title: words.revokeTitle(name), says: words.revokeSays, does: words.revoke };
    if (await confirm({ ...question, isDestructive: true })) revoke.mutate();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.revokeNamed(name)}
      loading={revoke.isPending}
      onClick={() => void start()}
    >
      {words.revoke}
    </Button>
  );
}
