import { NativeSelect } from "@mantine/core";
import { DayField } from "../../../ui/DayField.tsx";
import { Filters as Narrowing } from "../../../ui/Filters.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useTyped } from "../../../ui/useTyped.ts";
import { common } from "../../../ui/words.ts";
import { eventGroups } from "./events.ts";
import { readAuditSearch, type AuditLogSearch } from "./search.ts";
import { auditWords } from "./words.ts";

type Props = { search: AuditLogSearch; look(search: AuditLogSearch): void };
const groups = Object.keys(eventGroups) as (keyof typeof eventGroups)[];

/** The filters of 監査ログ: who, what, and which days. */
export function Filters({ search, look }: Props) {
  const words = useWords(auditWords);
  const said = useWords(common);
  const set = (changed: Record<string, string>) => look(readAuditSearch({ ...search, ...changed }));
  const { q: _, ...others } = search;
  const typed = useTyped(search.q ?? "", (q) => set({ q }));
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
      count={Object.keys(others).length}
      search={{ label: words.q, placeholder: words.qHint, flex: "1 1 14rem", ...typed }}
    >
      <NativeSelect
        label={words.event}
        value={search.event ?? ""}
        data={[
          { value: "", label: said.all },
          ...groups.map((group) => ({
            group: words.groups[group],
            items: eventGroups[group].map((value) => ({ value, label: words.events[value] })),
          })),
        ]}
        onChange={({ currentTarget }) => set({ event: currentTarget.value })}
      />
      {day("from", words.from)}
      {day("to", words.to)}
    </Narrowing>
  );
}
