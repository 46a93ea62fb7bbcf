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
import { useChannelColumns, type Placed } from "./columns.tsx";
import { listWith, type ChannelForm } from "./form.ts";
import { noticeWords } from "./words.ts";

const channelsQuery = queryOptions({
  queryKey: ["receivers", "channels"],
  queryFn: ({ signal }) => ask<NoticeChannel[]>("GET", "/api/v1/notice-channels", { signal }),
});

/** お知らせ (B10): who is told of incidents, and where; saved as a whole list. For owners. */
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
  // The place of the channel that the dialog is about; that behind the last: a new one.
  const [at, setAt] = useState<number | null>(null);
  const save = useMutation({
    mutationFn: ({ place, form }: { place: number; form: ChannelForm | null }) =>
      ask<NoticeChannel[]>("PUT", "/api/v1/notice-channels", { body: listWith(channels, place, form) }),
    onSuccess: (now) => {
      client.setQueryData(channelsQuery.queryKey, now);
      setAt(null);
      notifications.show({ message: words.saved });
    },
  });
  const open = (place: number | null) => {
    save.reset();
    setAt(place);
  };
  const columns = useChannelColumns({
    edit: open,
    remove: (place) => save.mutate({ place, form: null }),
  });
  const rows = channels.map((channel, place): Placed => ({ ...channel, place }));
  return (
    <Page
      help={<HelpLink topic="systems" />}
      title={said.notices}
      lead={words.lead}
      actions={data === undefined ? null : <Button onClick={() => open(channels.length)}>{words.add}</Button>}
    >
      <ProblemNotice error={error} retry={() => void refetch()} />
      {at === null ? <ProblemNotice error={save.error} /> : null}
      {error === null || data !== undefined ? (
        <Paper>
          <DataTable
            label={said.notices}
            columns={columns}
            rows={rows}
            of={({ id }) => id}
            empty={words.empty}
            isLoading={isPending}
          />
        </Paper>
      ) : null}
      <Modal
        opened={at !== null}
        onClose={() => open(null)}
        title={at === null || at < channels.length ? words.editTitle : words.add}
        closeButtonProps={{ "aria-label": all.close }}
        closeOnClickOutside={false}
      >
        {at === null ? null : (
          <ChannelDialog
            channel={channels[at] ?? null}
            at={at}
            save={(form) => save.mutate({ place: at, form })}
            isSaving={save.isPending}
            error={save.error}
            cancel={() => open(null)}
          />
        )}
      </Modal>
    </Page>
  );
}
