import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { PlanOrder } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { words as frame } from "../../frame/words.ts";
import { buyerName } from "../parts/buyer.ts";
import { Lines } from "../parts/Lines.tsx";
import { sumsOf } from "../parts/money.ts";
import { planOptions, planOrdersOptions } from "../parts/queries.ts";
import { Sums } from "../parts/Sums.tsx";
import { Buyer } from "../show/Details.tsx";
import { PlanActions } from "./PlanActions.tsx";
import { Schedule } from "./Schedule.tsx";
import { planWords } from "./words.ts";

/** One subscription or membership fee: its next date, what it orders, and its past orders; live. */
export default function PlanPage() {
  const words = useWords(planWords);
  const said = useWords(frame);
  const { id } = useParams({ from: "/shell/plans/$id" });
  const { data: plan, error, refetch } = useQuery(planOptions(id));
  const back = <TextLink to="/plans">{words.toList}</TextLink>;
  if (plan === undefined) {
    return (
      <Page title={said.plans} back={back}>
        {error === null ? <Loading /> : <ProblemNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  const lines = plan.lines.map(({ price, answers, ...line }) => ({
    ...line,
    unitPrice: price,
    answers: Object.values(answers ?? []),
    questions: Object.keys(Array.isArray(answers) ? [] : (answers ?? [])),
  }));
  const name = buyerName(plan);
  return (
    <Page
      title={name === null ? words.kinds[plan.kind] : `${words.kinds[plan.kind]} ${name}`}
      back={back}
      actions={<PlanActions plan={plan} />}
    >
      <div className="halves">
        <Schedule plan={plan} />
        <Buyer customer={plan.customer} />
      </div>
      <Section title={words.lines}>
        <Stack gap="md">
          <Lines lines={lines} />
          <Sums of={{ ...plan, ...sumsOf(lines, plan) }} />
        </Stack>
      </Section>
      <Orders id={id} />
    </Page>
  );
}

function Orders({ id }: { id: string }) {
  const words = useWords(planWords);
  const { error, retry, ...list } = useList(planOrdersOptions(id));
  const columns = useColumns();
  return (
    <Section title={words.orders}>
      <ProblemNotice error={error} retry={retry} />
      <DataTable
        {...list}
        label={words.orders}
        columns={columns}
        of={({ dueOn }) => dueOn}
        empty={words.noOrders}
      />
    </Section>
  );
}

function useColumns(): Column<PlanOrder>[] {
  const words = useWords(planWords);
  const { day, moment } = useFormats();
  return [
    {
      title: words.dueOn,
      width: "10rem",
      cell: ({ dueOn }) => <span className="figures">{day(dueOn)}</span>,
    },
    {
      title: words.order,
      cell: ({ orderId, orderNumber }) =>
        orderId === null ? (
          <span className="soft">{words.skipped}</span>
        ) : (
          <TextLink to="/orders/$id" params={{ id: orderId }}>
            {orderNumber}
          </TextLink>
        ),
    },
    {
      title: words.placedAt,
      width: "13rem",
      cell: ({ at }) => <span className="figures">{moment(at)}</span>,
    },
  ];
}
