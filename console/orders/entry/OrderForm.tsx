import { useForm } from "@mantine/form";
import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, type KeyboardEvent, type ComponentType } from "react";
import type { Order } from "../../../src/http/api-types.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import "../parts/orders.css";
import { BuyerFields } from "./BuyerFields.tsx";
import { CheckPanel } from "./CheckPanel.tsx";
import { bodyOf, problemsOf, type Entry } from "./entry.ts";
import type { EntryPart } from "./form.ts";
import { LineList } from "./LineList.tsx";
import { MoneyFields } from "./MoneyFields.tsx";
import { usePreview } from "./usePreview.ts";
import { entryWords } from "./words.ts";

type Props = {
  initial: Entry;
  /** Other data about the buyer, besides the form's fields. */
  customer: Order["customer"];
  /** The address of the preview. */
  previewPath: string;
  /** Makes the body for the preview and for saving. */
  send(body: ReturnType<typeof bodyOf>, entry: Entry): object;
  /** Saves, and returns a function that leaves the page. Throws what the server refused. */
  save(body: object, entry: Entry): Promise<() => void>;
  /** The button's text. */
  does: string;
  /** A note beside the effect. */
  note?: string;
  /** Shown if it is unclear whether it was saved. */
  unclearHint?: string;
  /** Fields above the lines. */
  head: ComponentType<EntryPart>;
};

/** The form to enter or edit an order: lines, money and buyer, and beside them the effect of saving (O2, O3). */
export function OrderForm({
  initial,
  customer,
  previewPath,
  send,
  save,
  does,
  note,
  unclearHint,
  head: Head,
}: Props) {
  const words = useWords(entryWords);
  const frame = useRef<HTMLFormElement>(null);
  const isSaved = useRef(false);
  const form = useForm<Entry>({
    initialValues: initial,
    onValuesChange: () => saving.isError && saving.reset(),
  });
  useLeaveGuard(() => form.isDirty() && !isSaved.current);
  const toFirstWrong = () =>
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  const saving = useMutation({
    mutationFn: ({ body, entry }: { body: object; entry: Entry }) => save(body, entry),
    onSuccess: (leave) => {
      isSaved.current = true;
      leave();
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  const { error: refused } = saving;
  useEffect(() => {
    // Only when the fields can take the focus again.
    if (refused !== null) toFirstWrong();
  }, [refused]);

  const problems = problemsOf(form.values);
  const isComplete = Object.keys(problems).length === 0;
  const body = send(bodyOf(form.values, customer), form.values);
  const preview = usePreview(previewPath, isComplete ? body : null);
  const errorOf = (path: string): string | undefined =>
    (form.errors[path] as string | undefined) ?? preview.errors[path];
  const submit = () => {
    if (isComplete) {
      if (!saving.isPending) saving.mutate({ body, entry: form.values });
      return;
    }
    const wrong = Object.entries(problems).map(([path, problem]) => [path, words[problem]]);
    form.setErrors(Object.fromEntries(wrong));
    toFirstWrong();
  };
  // Enter goes to the next product; only the button saves an order.
  const keep = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  };
  const part = { form, errorOf };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only keeps a key from doing harm
    <form
      ref={frame}
      className="beside"
      noValidate
      onKeyDown={keep}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Held isSaving={saving.isPending}>
        <Stack gap="lg">
          <Head {...part} />
          <LineList {...part} />
          <MoneyFields {...part} />
          <BuyerFields {...part} />
        </Stack>
      </Held>
      <aside>
        <CheckPanel preview={preview} saving={saving} does={does} note={note} unclearHint={unclearHint} />
      </aside>
    </form>
  );
}
