import { Button, Stack, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ask } from "../../../ui/api.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { uniqueText } from "../../../ui/unique.ts";
import { showWords } from "./words.ts";

/** Adds a comment to the order's log; if it is sent twice, it is added only once. */
export function Comment({ id }: { id: string }) {
  const words = useWords(showWords);
  const client = useQueryClient();
  const [text, setText] = useState("");
  const key = useRef(uniqueText());
  useLeaveGuard(() => text.trim() !== "");
  const add = useMutation({
    mutationFn: () => ask("POST", `/api/v1/orders/${id}/comments`, { body: { text, key: key.current } }),
    onSuccess: () => {
      setText("");
      key.current = uniqueText();
      void client.invalidateQueries({ queryKey: ["orders", "log", id] });
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !add.isPending) add.mutate();
      }}
    >
      <Held isSaving={add.isPending}>
        <Stack gap="xs" mt="md" maw={640}>
          <ProblemNotice error={add.error} />
          <Textarea
            label={words.comment}
            autosize
            minRows={1}
            maxRows={8}
            maxLength={2000}
            value={text}
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              // A changed text is a new comment.
              if (add.isError) key.current = uniqueText();
            }}
          />
          <Button
            type="submit"
            size="sm"
            variant="default"
            loading={add.isPending}
            disabled={text.trim() === ""}
            style={{ alignSelf: "flex-start" }}
          >
            {words.addComment}
          </Button>
        </Stack>
      </Held>
    </form>
  );
}
