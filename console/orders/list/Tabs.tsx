import { Button, Group, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { common } from "../../../ui/words.ts";
import { useMay } from "../../frame/session.ts";
import "../parts/orders.css";
import { tabsOptions } from "../parts/queries.ts";
import type { OrderSearch } from "../search.ts";
import { narrowing, tabOf, tabsOf, type Tab } from "./tabs.ts";
import { listWords } from "./words.ts";

type Props = { search: OrderSearch; look(search: OrderSearch): void };

/**
 * Tabs of the orders that wait for something, with counts. Beside them the shop's own searches, which can be saved and deleted here.
 */
export function Tabs({ search, look }: Props) {
  const words = useWords(listWords);
  const mayEdit = useMay("orders.edit");
  const { counted } = useFormats();
  const { data } = useQuery(tabsOptions);
  const tabs = data === undefined ? [] : tabsOf(data);
  const now = tabOf(tabs, search);
  const names: Record<string, string> = words.tabs;
  return (
    <div className="tabs">
      <Group gap={4} role="group" aria-label={words.tabsLabel}>
        {tabs.map((tab) => (
          <Button
            key={tab.key}
            size="compact-md"
            variant={tab === now ? "light" : "subtle"}
            aria-pressed={tab === now}
            onClick={() => look(tab.search)}
          >
            {tab.name ?? names[tab.key]}
            <span className="count">{counted(tab.count)}</span>
          </Button>
        ))}
      </Group>
      {mayEdit ? <Keep search={search} now={now} look={look} /> : null}
    </div>
  );
}

function Keep({ search, now, look }: Props & { now: Tab | undefined }) {
  const words = useWords(listWords);
  const said = useWords(common);
  const client = useQueryClient();
  const confirm = useConfirm();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [name, setName] = useState("");
  const again = () => client.invalidateQueries({ queryKey: tabsOptions.queryKey });
  const keep = useMutation({
    mutationFn: () => ask("POST", "/api/v1/order-searches", { body: { name, search } }),
    onSuccess: () => {
      close();
      setName("");
      return again();
    },
  });
  const forget = useMutation({
    mutationFn: (id: string) => ask("DELETE", `/api/v1/order-searches/${id}`),
    onSuccess: () => {
      look({});
      return again();
    },
  });
  if (now !== undefined && now.name !== null) {
    const { key, name: own } = now;
    const question = { title: words.forgetTitle(own), says: words.forgetSays, does: said.remove };
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        loading={forget.isPending}
        onClick={() => void confirm(question).then((yes) => yes && forget.mutate(key))}
      >
        {words.forget}
      </Button>
    );
  }
  if (narrowing(search).length === 0) return null;
  if (!isOpen) {
    return (
      <Button size="compact-sm" variant="subtle" onClick={open}>
        {words.keep}
      </Button>
    );
  }
  return (
    <form
      className="keep"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") keep.mutate();
      }}
    >
      <Group gap="xs" align="flex-end">
        <Held isSaving={keep.isPending}>
          <TextInput
            size="sm"
            label={words.keepName}
            maxLength={30}
            value={name}
            data-autofocus
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </Held>
        <Button type="submit" size="sm" loading={keep.isPending} disabled={name.trim() === ""}>
          {said.save}
        </Button>
        <Button size="sm" variant="subtle" onClick={close}>
          {said.cancel}
        </Button>
      </Group>
      <ProblemNotice error={keep.error} />
    </form>
  );
}
