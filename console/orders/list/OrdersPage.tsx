import { Button, Group, Paper, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { ButtonLink, TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { TakeShipped } from "../files/TakeShipped.tsx";
import { filesWords } from "../files/words.ts";
import { ordersOptions } from "../parts/queries.ts";
import type { OrderSearch } from "../search.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { ChosenBar } from "./ChosenBar.tsx";
import { useColumns } from "./columns.tsx";
import { Filters } from "./Filters.tsx";
import { JobPanel } from "./JobPanel.tsx";
import { Tabs } from "./Tabs.tsx";
import { listWords } from "./words.ts";

/** 受注一覧: the orders, their progress and their state in Smaregi; the search is in the address. */
export default function OrdersPage() {
  const words = useWords(listWords);
  const said = useWords(frame);
  const { job, ...search } = useSearch({ from: "/shell/orders" });
  const [chosenIds, choose] = useState<ReadonlySet<string>>(new Set());
  const [isAll, chooseAll] = useState(false);
  const [isTaking, setTaking] = useState(false);
  const files = useWords(filesWords);
  const navigate = useNavigate({ from: "/orders" });
  const mayEdit = useMay("orders.edit");
  const { rows, error, retry, ...list } = useList(ordersOptions(search));
  const columns = useColumns(search);
  const clear = () => {
    choose(new Set());
    chooseAll(false);
  };
  const look = (next: OrderSearch) => {
    clear();
    void navigate({ search: { ...next, job }, replace: true });
  };
  const showJob = (id: string | undefined) =>
    void navigate({ search: { ...search, job: id }, replace: true });
  // An order that has left the list is no longer chosen.
  const orderIds = rows.map(({ id }) => id).filter((id) => chosenIds.has(id));
  const isFiltered = Object.keys(search).length > 0;
  return (
    <Page
      help={<HelpLink topic="orders" />}
      title={said.orderList}
      actions={
        mayEdit ? (
          <>
            <Button variant="default" onClick={() => setTaking(true)}>
              {files.take}
            </Button>
            <ButtonLink to="/orders/new">{words.newOrder}</ButtonLink>
          </>
        ) : undefined
      }
    >
      {isTaking ? <TakeShipped close={() => setTaking(false)} begun={showJob} /> : null}
      <Paper>
        <Tabs search={search} look={look} />
        <Filters search={search} look={look} />
        {job === undefined ? null : <JobPanel id={job} close={() => showJob(undefined)} />}
        {orderIds.length === 0 ? null : (
          <ChosenBar
            chosen={isAll ? { search } : { orderIds }}
            search={search}
            numbers={isAll ? null : rows.filter(({ id }) => chosenIds.has(id)).map(({ number }) => number)}
            count={isAll ? null : orderIds.length}
            chooseAll={
              isAll || list.more === null || orderIds.length < rows.length ? null : () => chooseAll(true)
            }
            clear={clear}
            begun={(id) => {
              clear();
              showJob(id);
            }}
          />
        )}
        <ProblemNotice error={error} retry={retry} />
        {error !== null && rows.length === 0 ? null : (
          <DataTable
            {...list}
            label={said.orderList}
            columns={columns}
            rows={rows}
            of={(row) => row.id}
            nameOf={({ number }) => number}
            {...(mayEdit
              ? {
                  selection: {
                    chosen: new Set(isAll ? rows.map(({ id }) => id) : orderIds),
                    choose: (next: Set<string>) => {
                      chooseAll(false);
                      choose(next);
                    },
                  },
                }
              : {})}
            open={({ id }) => void navigate({ to: "/orders/$id", params: { id }, search })}
            empty={isFiltered ? <NoneFound /> : <None mayEdit={mayEdit} />}
          />
        )}
      </Paper>
    </Page>
  );
}

function None({ mayEdit }: { mayEdit: boolean }) {
  const words = useWords(listWords);
  return (
    <>
      <Text>{words.none}</Text>
      <Text>{words.noneNext}</Text>
      {mayEdit ? (
        <Group justify="center" mt="sm">
          <TextLink to="/orders/new">{words.newOrder}</TextLink>
        </Group>
      ) : null}
    </>
  );
}

function NoneFound() {
  const words = useWords(listWords);
  return (
    <>
      <Text>{words.noneFound}</Text>
      <TextLink to="/orders" search={{}}>
        {words.clear}
      </TextLink>
    </>
  );
}
