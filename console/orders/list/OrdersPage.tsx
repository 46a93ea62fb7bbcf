import { Group, Paper, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Order } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { ButtonLink, TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { buyerName } from "../parts/buyer.ts";
import { LinkMark, StatusMark } from "../parts/marks.tsx";
import { ordersOptions } from "../parts/queries.ts";
import { orderWords } from "../parts/words.ts";
import type { OrderSearch } from "../search.ts";
import { Filters } from "./Filters.tsx";
import { listWords } from "./words.ts";

/** 受注一覧: what was ordered, how far it is, and how it stands in Smaregi; the search stands in the address. */
export default function OrdersPage() {
  const words = useWords(listWords);
  const said = useWords(frame);
  const search = useSearch({ from: "/shell/orders" });
  const navigate = useNavigate({ from: "/orders" });
  const mayEdit = useMay("orders.edit");
  const { rows, error, retry, ...list } = useList(ordersOptions(search));
  const columns = useColumns();
  const look = (next: OrderSearch) => void navigate({ search: next, replace: true });
  const isFiltered = Object.keys(search).length > 0;
  return (
    <Page
      title={said.orderList}
      actions={mayEdit ? <ButtonLink to="/orders/new">{words.newOrder}</ButtonLink> : undefined}
    >
      <Paper>
        <Filters search={search} look={look} />
        <ProblemNotice error={error} retry={retry} />
        {error !== null && rows.length === 0 ? null : (
          <DataTable
            {...list}
            label={said.orderList}
            columns={columns}
            rows={rows}
            of={(row) => row.id}
            empty={isFiltered ? <NoneFound /> : <None mayEdit={mayEdit} />}
          />
        )}
      </Paper>
    </Page>
  );
}

function useColumns(): Column<Order>[] {
  const words = useWords(orderWords);
  const { moment, yen } = useFormats();
  return [
    {
      title: words.number,
      width: "8.5rem",
      place: "first",
      cell: ({ id, number }) => (
        <TextLink to="/orders/$id" params={{ id }} fw={600} className="figures">
          {number}
        </TextLink>
      ),
    },
    {
      title: words.placedAt,
      width: "12rem",
      cell: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
    },
    {
      title: words.buyer,
      cell: (order) => (
        <span className="buyer">{buyerName(order) ?? <span className="soft">{words.noBuyer}</span>}</span>
      ),
    },
    { title: words.kind, width: "8rem", cell: ({ kind }) => words.kinds[kind] },
    { title: words.total, isNumber: true, width: "8rem", place: "right", cell: ({ total }) => yen(total) },
    { title: words.status, width: "8rem", cell: ({ status }) => <StatusMark status={status} /> },
    { title: words.link, width: "8rem", cell: ({ link }) => <LinkMark state={link.state} /> },
  ];
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
