import { Button, Group, NativeSelect, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Order } from "../../../src/http/api-types.ts";
import { showAnswer } from "../../../ui/answer.ts";
import { ask, Problem } from "../../../ui/api.ts";
import { DayField } from "../../../ui/DayField.tsx";
import { fieldErrors } from "../../../ui/fields.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { useFormats } from "../../../ui/format.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { useMay } from "../../frame/session.ts";
import { orderOptions } from "../parts/queries.ts";
import { orderWords } from "../parts/words.ts";
import { changeOf, readAgain, textsOf, workFields, type WorkFieldName } from "./work-form.ts";
import { showWords } from "./words.ts";

const hours = ["0812", "1416", "1618", "1820", "1921"];

/** The fields for 社内メモ, the parcel and the desired delivery; only their values for readers who may not edit. */
export function Work({ order }: { order: Order }) {
  const words = useWords(showWords);
  const mayEdit = useMay("orders.edit");
  return (
    <Section title={words.work}>
      {mayEdit ? <Form key={order.id} order={order} /> : <Noted work={order.work} />}
    </Section>
  );
}

function Form({ order: { id, work } }: { order: Order }) {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const client = useQueryClient();
  const now = textsOf(work);
  const [{ typed, seen }, setForm] = useState(() => ({ typed: now, seen: now }));
  const stands = JSON.stringify(now);
  useEffect(() => {
    setForm((form) => readAgain(form.typed, form.seen, JSON.parse(stands) as typeof now));
  }, [stands]);
  const change = changeOf(typed, seen);
  useLeaveGuard(() => change !== null);
  const save = useMutation({
    mutationFn: (body: object) => ask<Order>("PATCH", `/api/v1/orders/${id}/work`, { body }),
    onSuccess: (changed) => {
      const texts = textsOf(changed.work);
      setForm({ typed: texts, seen: texts });
      showAnswer(client, orderOptions(id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ["orders", "log", id] });
    },
    onError: async (error) => {
      if (!(error instanceof Problem) || error.code !== "order_changed") return;
      // The other change was reported once. A person who saves now has seen it.
      const { work: there } = await client.fetchQuery({ ...orderOptions(id), staleTime: 0 });
      setForm((form) => ({ ...form, seen: textsOf(there) }));
    },
  });
  const shown = useShown();
  const errors = fieldErrors(save.error);
  const isOthers = save.error instanceof Problem && save.error.code === "order_changed";
  const field = (name: WorkFieldName) => ({
    value: typed[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setForm((form) => ({ ...form, typed: { ...form.typed, [name]: value } })),
    error: errors[name],
    description: isOthers && errors[name] !== undefined ? words.isNow(shown(name, seen[name])) : undefined,
  });
  const times = [...new Set([...hours, ...(typed.deliverTime === "" ? [] : [typed.deliverTime])])];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== null) save.mutate(change);
      }}
    >
      <Held isSaving={save.isPending}>
        <Stack gap="sm">
          <ProblemNotice error={save.error} shownPaths={(path) => path in typed} />
          <Textarea label={said.memo} autosize minRows={2} maxRows={8} maxLength={2000} {...field("memo")} />
          <div className="pair">
            <NativeSelect
              label={said.carrier}
              data={[
                { value: "", label: words.notChosen },
                ...Object.entries(said.carriers).map(([value, label]) => ({ value, label })),
              ]}
              {...field("carrier")}
            />
            <TextInput
              label={said.trackingNumber}
              inputMode="numeric"
              autoComplete="off"
              {...field("trackingNumber")}
            />
            <DayField label={said.deliverOn} {...field("deliverOn")} />
            <NativeSelect
              label={said.deliverTime}
              data={[
                { value: "", label: words.notChosen },
                ...times.map((value) => ({ value, label: said.hours(value) })),
              ]}
              {...field("deliverTime")}
            />
          </div>
          <Group gap="sm">
            <Button type="submit" size="sm" loading={save.isPending} disabled={change === null}>
              {words.saveWork}
            </Button>
            {save.isSuccess && change === null ? (
              <Text size="sm" role="status">
                {words.workSaved}
              </Text>
            ) : null}
          </Group>
        </Stack>
      </Held>
    </form>
  );
}

/** The value of a field for people: the carrier by its name, the day as a day. */
function useShown() {
  const { carriers, hours: hoursOf } = useWords(orderWords);
  const { day } = useFormats();
  const names: Record<string, string> = carriers;
  return (name: WorkFieldName, text: string): string => {
    if (text === "") return "";
    if (name === "carrier") return names[text] ?? text;
    if (name === "deliverTime") return hoursOf(text);
    return name === "deliverOn" ? day(text) : text;
  };
}

function Noted({ work }: { work: Order["work"] }) {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const shown = useShown();
  const texts = textsOf(work);
  const facts = workFields.map(
    (name) => [said[name], shown(name, texts[name]) || null] as [string, string | null],
  );
  if (facts.every(([, value]) => value === null)) return <span className="soft">{words.nothingNoted}</span>;
  return <Facts facts={facts} />;
}
