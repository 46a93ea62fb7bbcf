import { Text } from "@mantine/core";
import type { AuditEntry } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { changesOf } from "./changes.ts";
import { auditWords } from "./words.ts";

/** The columns of 監査ログ. */
export function useAuditColumns(): Column<AuditEntry>[] {
  const words = useWords(auditWords);
  const { moment } = useFormats();
  return [
    { title: words.at, width: "7.5rem", cell: ({ at }) => moment(at) },
    {
      title: words.who,
      width: "13rem",
      cell: ({ actor, address }) => (
        <div>
          <span className="text">{actor}</span>
          {address === null ? null : (
            <Text size="sm" className="soft text">
              {address}
            </Text>
          )}
        </div>
      ),
    },
    {
      title: words.what,
      width: "14rem",
      cell: ({ event, subject }) => (
        <div>
          {words.events[event]}
          {subject === null ? null : (
            <Text size="sm" className="soft text">
              {subject}
            </Text>
          )}
        </div>
      ),
    },
    { title: words.changes, cell: (entry) => <Changes entry={entry} /> },
  ];
}

function Changes({ entry }: { entry: AuditEntry }) {
  const words = useWords(auditWords);
  const { list, moment } = useFormats();
  return (
    <div>
      {changesOf(entry, { ...words, moment, list }).map(({ field, before, after }) => (
        <Text key={field} size="sm" className="text">
          <span className="soft">{field}: </span>
          {before}
          {before === null || after === null ? null : " → "}
          {after}
        </Text>
      ))}
    </div>
  );
}
