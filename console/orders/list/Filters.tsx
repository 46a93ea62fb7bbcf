import { NativeSelect } from "@mantine/core";
import { DayField } from "../../../ui/DayField.tsx";
import { Filters as Narrowing } from "../../../ui/Filters.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useTyped } from "../../../ui/useTyped.ts";
import { common } from "../../../ui/words.ts";
import { orderWords } from "../parts/words.ts";
import { readOrderSearch, type OrderSearch } from "../search.ts";
import { narrowing } from "./tabs.ts";
import { listWords } from "./words.ts";

type Props = { search: OrderSearch; look(search: OrderSearch): void };

/** The list's filters. The search runs a moment after the last letter. */
export function Filters({ search, look }: Props) {
  const words = useWords(listWords);
  const order = useWords(orderWords);
  const said = useWords(common);
  // Read as from an address: blank fields are left out.
  const set = (changed: Record<string, string>) => look(readOrderSearch({ ...search, ...changed }));
  const others = narrowing(search).filter((field) => field !== "q");
  const typed = useTyped(search.q ?? "", (q) => set({ q }));
  const choice = (name: "status" | "kind" | "link", label: string, choices: Record<string, string>) => (
    <NativeSelect
      label={label}
      value={search[name] ?? ""}
      data={[
        { value: "", label: said.all },
        ...Object.entries(choices).map(([value, text]) => ({ value, label: text })),
      ]}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
    />
  );
  const day = (name: "from" | "to", label: string) => (
    <DayField
      label={label}
      value={search[name] ?? ""}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
    />
  );
  return (
    <Narrowing
      label={words.filters}
      count={others.length}
      search={{ label: words.search, placeholder: words.searchHint, flex: "1 1 14rem", ...typed }}
    >
      {choice("status", order.status, order.statuses)}
      {choice("kind", order.kind, order.kinds)}
      {choice("link", order.link, order.links)}
      {day("from", words.from)}
      {day("to", words.to)}
    </Narrowing>
  );
}
