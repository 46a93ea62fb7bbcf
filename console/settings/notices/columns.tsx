import { Button, Group, Stack, Text } from "@mantine/core";
import type { NoticeChannel } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { ReceiverState } from "../receivers/ReceiverState.tsx";
import { receiverWords } from "../receivers/words.ts";
import { TryChannel } from "./TryChannel.tsx";
import { noticeWords } from "./words.ts";

/** The columns of the list of channels, with the actions. */
export function useChannelColumns(does: {
  edit(id: string): void;
  remove(id: string): void;
}): Column<NoticeChannel>[] {
  const words = useWords(noticeWords);
  const said = useWords(receiverWords);
  const confirm = useConfirm();
  const nameOf = ({ kind, to }: NoticeChannel) => `${said.kindNamed(kind)} ${to}`;
  const remove = async (channel: NoticeChannel) => {
    const question = {
      title: words.removeTitle(nameOf(channel)),
      says: words.removeSays,
      does: words.removeDoes,
    };
    if (await confirm({ ...question, isDestructive: true })) does.remove(channel.id);
  };
  return [
    { title: said.channel, cell: (channel) => <span className="text">{nameOf(channel)}</span> },
    {
      title: words.events,
      cell: ({ events, quietHours }) => (
        <Stack gap={2}>
          {events.map((event) => (
            <Text key={event} size="sm">
              {words.event[event] ?? event}
            </Text>
          ))}
          {quietHours === undefined ? null : (
            <Text size="sm" className="soft">
              {words.quietFrom(quietHours.from, quietHours.until)}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      title: words.state,
      cell: (channel) => <ReceiverState of={channel} note={channel.isSent ? null : words.noMail} />,
    },
    {
      title: words.actions,
      width: "14rem",
      cell: (channel) => (
        <Group gap="xs">
          <TryChannel channel={channel} name={nameOf(channel)} />
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.editNamed(nameOf(channel))}
            onClick={() => does.edit(channel.id)}
          >
            {words.edit}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.removeNamed(nameOf(channel))}
            onClick={() => void remove(channel)}
          >
            {words.remove}
          </Button>
        </Group>
      ),
    },
  ];
}
