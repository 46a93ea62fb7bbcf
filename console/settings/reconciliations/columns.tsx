import type { Reconciliation } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useActor } from "../../../ui/useActor.ts";
import { TextLink } from "../../frame/links.tsx";
import { StateBadge } from "./Progress.tsx";
import { reconciliationWords } from "./words.ts";

/** The columns of the list of runs. */
export function useRunColumns(): Column<Reconciliation>[] {
  const words = useWords(reconciliationWords);
  const { moment, number } = useFormats();
  return [
    {
      title: words.at,
      cell: ({ id, createdAt }) => (
        <TextLink to="/settings/smaregi/reconciliations/$id" params={{ id }}>
          {moment(createdAt)}
        </TextLink>
      ),
    },
    { title: words.by, cell: ({ askedBy }) => <Asker name={askedBy} /> },
    { title: words.state, cell: (run) => <StateBadge run={run} /> },
    { title: words.products, isNumber: true, cell: ({ checked }) => number(checked.products) },
    { title: words.orders, isNumber: true, cell: ({ checked }) => number(checked.orders) },
    {
      title: words.found,
      isNumber: true,
      cell: ({ found, state }) =>
        found === 0 && state === "done" ? (
          <span className="soft">{words.noFound}</span>
        ) : (
          words.count(number(found))
        ),
    },
  ];
}

/** The name of who started a run. */
export function Asker({ name }: { name: string }) {
  const who = useActor();
  return who(name);
}
