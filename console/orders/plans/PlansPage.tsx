import { Group, NativeSelect, Paper, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Plan } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { ButtonLink, TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { buyerName } from "../parts/buyer.ts";
import { plansOptions } from "../parts/queries.ts";
import { orderWords } from "../parts/words.ts";
import { PlanMark } from "./PlanMark.tsx";
import { readPlanSearch, type PlanSearch } from "./search.ts";
import { planWords } from "./words.ts";

/** 定期購入・会費: the plans, which place orders again and again, and their next dates. */
export default function PlansPage() {
  const words = useWords(planWords);
  const said = useWords(frame);
  const search = useSearch({ from: "/shell/plans" });
  const mayEdit = useMay("orders.edit");
  const { error, retry, ...list } = useList(plansOptions(search));
  const columns = useColumns();
  const isFiltered = Object.keys(search).length > 0;
  return (
    <Page
      title={said.plans}
      lead={words.lead}
      actions={mayEdit ? <ButtonLink to="/plans/new">{words.newPlan}</ButtonLink> : undefined}
    >
      <Paper>
        <Filters search={search} />
        <ProblemNotice error={error} retry={retry} />
        {error !== null && list.rows.length === 0 ? null : (
          <DataTable
            {...list}
            label={said.plans}
            columns={columns}
            of={({ id }) => id}
            empty={isFiltered ? <NoneFound /> : <None mayEdit={mayEdit} />}
          />
        )}
      </Paper>
    </Page>
  );
}

function useColumns(): Column<Plan>[] {
  const words = useWords(planWords);
  const said = useWords(orderWords);
  const { day } = useFormats();
  return [
    {
      title: words.content,
      place: "first",
      cell: ({ id, lines: [first, ...others] }) => (
        <div className="line-text">
          <TextLink to="/plans/$id" params={{ id }} fw={600}>
            {first?.productName} {first?.variationName}
          </TextLink>
          {others.length === 0 ? null : (
            <Text size="sm" className="soft">
              {words.more(others.length)}
            </Text>
          )}
        </div>
      ),
    },
    {
      title: said.buyer,
      cell: (plan) => (
        <span className="buyer">{buyerName(plan) ?? <span className="soft">{said.noBuyer}</span>}</span>
      ),
    },
    { title: said.kind, width: "8rem", cell: ({ kind }) => words.kinds[kind] },
    { title: words.rhythm, width: "9rem", cell: ({ every }) => words.every(every.count, every.unit) },
    {
      title: words.nextOn,
      width: "9rem",
      cell: ({ nextOn }) => (
        <span className="figures">
          {nextOn === null ? <span className="soft">{words.noNext}</span> : day(nextOn)}
        </span>
      ),
    },
    { title: words.state, width: "11rem", place: "right", cell: (plan) => <PlanMark plan={plan} /> },
  ];
}

function Filters({ search }: { search: PlanSearch }) {
  const words = useWords(planWords);
  const order = useWords(orderWords);
  const said = useWords(common);
  const navigate = useNavigate({ from: "/plans" });
  const choice = (name: "kind" | "state", label: string, choices: Record<string, string>) => (
    <NativeSelect
      label={label}
      value={search[name] ?? ""}
      data={[
        { value: "", label: said.all },
        ...Object.entries(choices).map(([value, text]) => ({ value, label: text })),
      ]}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ search: readPlanSearch({ ...search, [name]: value }), replace: true })
      }
    />
  );
  return (
    <Group mb="sm" gap="sm" role="search" aria-label={words.filters}>
      {choice("kind", order.kind, words.kinds)}
      {choice("state", words.state, words.states)}
    </Group>
  );
}

function None({ mayEdit }: { mayEdit: boolean }) {
  const words = useWords(planWords);
  return (
    <>
      <Text>{words.none}</Text>
      <Text>{words.noneNext}</Text>
      {mayEdit ? <TextLink to="/plans/new">{words.newPlan}</TextLink> : null}
    </>
  );
}

function NoneFound() {
  const words = useWords(planWords);
  return (
    <>
      <Text>{words.noneFound}</Text>
      <TextLink to="/plans" search={{}}>
        {words.clear}
      </TextLink>
    </>
  );
}
