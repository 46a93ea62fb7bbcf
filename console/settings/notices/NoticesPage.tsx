import { Button, Modal, Paper } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NoticeChannel } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { ChannelDialog } from "./ChannelDialog.tsx";
import { useChannelColumns } from "./columns.tsx";
import { listWith, type ChannelForm } from "./form.ts";
import { noticeWords } from "./words.ts";

const channelsQuery = queryOptions({
  queryKey: ["receivers", "channels"],
  queryFn: ({ signal }) => ask<NoticeChannel[]>("GET", "/api/v1/notice-channels", { signal }),
});

/** The dialog's ID for a new channel. */
const newChannel = "new";

/** The index of a channel. The index after the last one for a new channel, or for one that no longer exists. */
const placeOf = (channels: NoticeChannel[], id: string | null): number => {
  const place = channels.findIndex((channel) => channel.id === id);
  return place === -1 ? channels.length : place;
};

/** お知らせ (B10): who is told of incidents, and how; saved as a whole list. For owners. */
export default function NoticesPage() {
  const said = useWords(frame);
  const words = useWords(noticeWords);
  if (useMay("settings.edit")) return <Channels />;
  return <Page help={<HelpLink topic="systems" />} title={said.notices} lead={words.mayNot} />;
}

function Channels() {
  const said = useWords(frame);
  const all = useWords(common);
  const words = useWords(noticeWords);
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(channelsQuery);
  const channels = data ?? [];
  // The ID of the channel in the dialog.
  const [about, setAbout] = useState<string | null>(null);
  const at = placeOf(channels, about);
  const save = useMutation({
    mutationFn: async ({ id, form }: { id: string; form: ChannelForm | null }) => {
      // The present list, including what someone else changed since it was shown here.
      const now = await client.fetchQuery({ ...channelsQuery, staleTime: 0 });
      const body = listWith(now, placeOf(now, id), form);
      return await ask<NoticeChannel[]>("PUT", "/api/v1/notice-channels", { body });
    },
    onSuccess: (now) => {
      client.setQueryData(channelsQuery.queryKey, now);
      setAbout(null);
      notifications.show({ message: words.saved });
    },
  });
  const open = (id: string | null) => {
    save.reset();
    setAbout(id);
  };
  const columns = useChannelColumns({
    edit: open,
    remove: (id) => save.mutate({ id, form: null }),
  });
  return (
    <Page
      help={<HelpLink topic="systems" />}
      title={said.notices}
      lead={words.lead}
      actions={data === undefined ? null : <Button onClick={() => open(newChannel)}>{words.add}</Button>}
    >
      <ProblemNotice error={error} retry={() => void refetch()} />
      {about === null ? <ProblemNotice error={save.error} /> : null}
      {error === null || data !== undefined ? (
        <Paper>
          <DataTable
            label={said.notices}
            columns={columns}
            rows={channels}
            of={({ id }) => id}
            empty={words.empty}
            isLoading={isPending}
          />
        </Paper>
      ) : null}
      <Modal
        opened={about !== null}
        onClose={() => open(null)}
        title={about === newChannel ? words.add : words.editTitle}
        closeButtonProps={{ "aria-label": all.close }}
        closeOnClickOutside={false}
      >
        {about === null ? null : (
          <ChannelDialog
            channel={channels[at] ?? null}
            at={at}
            save={(form) => save.mutate({ id: about, form })}
            isSaving={save.isPending}
            error={save.error}
            cancel={() => open(null)}
          />
        )}
      </Modal>
    </Page>
  );
}
