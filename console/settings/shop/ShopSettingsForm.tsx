import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import type { ShopSettings } from "../../../src/http/api-types.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { readCount } from "../../../ui/numbers.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { putChanged } from "./put-changed.ts";
import { shopSettingsWords } from "./words.ts";

const names = ["piecesPerLine", "piecesPerOrder"] as const;
const asTexts = (saved: ShopSettings) => ({
  piecesPerLine: String(saved.piecesPerLine),
  piecesPerOrder: String(saved.piecesPerOrder),
});

/** The form of ショップ設定; takes numbers in half-width or full-width digits. */
export function ShopSettingsForm({ saved, queryKey }: { saved: ShopSettings; queryKey: QueryKey }) {
  const words = useWords(shopSettingsWords);
  const client = useQueryClient();
  const isCount = (text: string) => {
    const pieces = readCount(text) ?? 0;
    return pieces >= 1 && pieces <= 999_999 ? null : words.range;
  };
  const form = useForm({
    initialValues: asTexts(saved),
    validate: { piecesPerLine: isCount, piecesPerOrder: isCount },
  });
  useLeaveGuard(() => form.isDirty());
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const given = Object.fromEntries(names.map((name) => [name, readCount(values[name])]));
      return putChanged("/api/v1/shop-settings", given as ShopSettings, (name) => form.isDirty(name));
    },
    onSuccess: (now) => {
      client.setQueryData(queryKey, now);
      form.setInitialValues(asTexts(now));
      form.setValues(asTexts(now));
      form.resetDirty(asTexts(now));
      notifications.show({ message: words.saved });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Held isSaving={save.isPending}>
        <Stack maw={420}>
          <ProblemNotice error={save.error} shownPaths={(path) => path in form.values} />
          {names.map((name) => (
            <TextInput
              key={name}
              label={words[name]}
              inputMode="numeric"
              autoComplete="off"
              required
              {...form.getInputProps(name)}
            />
          ))}
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            {words.save}
          </Button>
        </Stack>
      </Held>
    </form>
  );
}
