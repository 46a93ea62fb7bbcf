import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Answered, NoticeChannel } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { noticeWords } from "./words.ts";

/** テスト送信: sends a test notice to a channel, and shows the channel's answer. */
export function TryChannel({ channel, name }: { channel: NoticeChannel; name: string }) {
  const words = useWords(noticeWords);
  const { duration } = useFormats();
  const client = useQueryClient();
  const trial = useMutation({
    mutationFn: () => ask<Answered>("POST", `/api/v1/notice-channels/${channel.id}/test`),
    // A channel that was off may be on again.
    onSettled: () => client.invalidateQueries({ queryKey: ["receivers"] }),
  });
  const { data: answer, error } = trial;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={trial.isPending}
        aria-label={words.tryNamed(name)}
        onClick={() => trial.mutate()}
      >
        {words.try}
      </Button>
      <Text size="sm" role="status" c={answer?.ok === true ? "green.9" : "shu.8"}>
        {error !== null ? error.message : null}
        {answer === undefined ? null : words.answered(answer, duration(answer.ms))}
      </Text>
    </>
  );
}
