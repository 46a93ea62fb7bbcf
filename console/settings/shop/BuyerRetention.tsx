import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BuyerRetention as Retention, RetentionPreview } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { askConfirmed } from "../../frame/confirmation.ts";
import { retentionWords } from "./retention-words.ts";

const at = "/api/v1/buyer-retention";
const retentionQuery = {
  queryKey: ["connection", "buyer retention"],
  queryFn: () => ask<Retention>("GET", at),
};

/** The choices in days: months and years as used by law and by shops. */
const choices = [90, 180, 365, 730, 1095, 1825, 2555, 3650];

/** 個人情報の保存期間; for owners. */
export function BuyerRetention() {
  const words = useWords(retentionWords);
  const { data: saved, error, refetch } = useQuery(retentionQuery);
  return (
    <Section title={words.title}>
      {error === null ? null : <ProblemNotice error={error} retry={() => void refetch()} />}
      {saved === undefined ? error === null && <Loading /> : <RetentionForm key={saved.days} saved={saved} />}
    </Section>
  );
}

/** The form: choose a period, see how many orders lose their buyer at once, and save by a second press. */
function RetentionForm({ saved }: { saved: Retention }) {
  const words = useWords(retentionWords);
  const formats = useFormats();
  const client = useQueryClient();
  const confirm = useConfirm();
  const [days, setDays] = useState(saved.days);
  const save = useMutation({
    mutationFn: async () => {
      if (days !== null) {
        const { orders, plans } = await ask<RetentionPreview>("POST", `${at}/preview`, { body: { days } });
        const says = words.says(formats.number(orders), formats.number(plans));
        const question = { title: words.confirmTitle(words.period(days)), says, does: words.confirm };
        if (!(await confirm({ ...question, isDestructive: true }))) return null;
      }
      return await askConfirmed<Retention>("PUT", at, { body: { days } });
    },
    onSuccess: (now) => {
      if (now === null) return;
      client.setQueryData(retentionQuery.queryKey, now);
      notifications.show({ message: now.days === null ? words.isOff : words.saved });
    },
  });
  const others = saved.days === null || choices.includes(saved.days) ? [] : [saved.days];
  const data = [
    { value: "", label: words.never },
    ...[...choices, ...others]
      .toSorted((a, b) => a - b)
      .map((each) => ({ value: String(each), label: words.period(each) })),
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Held isSaving={save.isPending}>
        <Stack maw={520}>
          <ProblemNotice error={save.error} />
          <Text size="sm">{words.lead}</Text>
          <NativeSelect
            label={words.label}
            data={data}
            value={days === null ? "" : String(days)}
            onChange={({ currentTarget: { value } }) => setDays(value === "" ? null : Number(value))}
            maw={260}
          />
          <Button
            type="submit"
            loading={save.isPending}
            disabled={days === saved.days}
            style={{ alignSelf: "flex-start" }}
          >
            {words.save}
          </Button>
        </Stack>
      </Held>
    </form>
  );
}
