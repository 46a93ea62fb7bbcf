import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { ButtonLink, TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { Lines } from "../parts/Lines.tsx";
import { orderOptions } from "../parts/queries.ts";
import { Sums } from "../parts/Sums.tsx";
import { orderWords } from "../parts/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { Axes } from "./Axes.tsx";
import { Beside } from "./Beside.tsx";
import { BuyerData } from "./BuyerData.tsx";
import { CancelButton } from "./CancelButton.tsx";
import { Buyer, Details } from "./Details.tsx";
import { Log } from "./Log.tsx";
import { Smaregi } from "./Smaregi.tsx";
import { Work } from "./Work.tsx";
import { showWords } from "./words.ts";

/** One order: its progress, its state in Smaregi, its lines, its buyer, and its log; live. */
export default function OrderPage() {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const { id } = useParams({ from: "/shell/orders/$id" });
  const search = useSearch({ from: "/shell/orders/$id" });
  const { data: order, error, refetch } = useQuery(orderOptions(id));
  const mayEdit = useMay("orders.edit");
  const back = (
    <TextLink to="/orders" search={search}>
      {said.toList}
    </TextLink>
  );
  if (order === undefined) {
    return (
      <Page help={<HelpLink topic="orders" />} title={said.order("")} back={back}>
        {error === null ? <Loading /> : <ProblemNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  const isOpen = order.status !== "cancelled";
  return (
    <Page
      help={<HelpLink topic="orders" />}
      title={said.order(order.number)}
      back={back}
      actions={
        <>
          <Beside id={id} search={search} />
          {isOpen && mayEdit ? (
            <>
              <CancelButton order={order} />
              <ButtonLink to="/orders/$id/edit" params={{ id }} search={search} variant="default">
                {words.edit}
              </ButtonLink>
            </>
          ) : null}
        </>
      }
    >
      <ProblemNotice error={error} retry={() => void refetch()} />
      <div className="halves">
        <Section title={words.progress}>
          <Axes order={order} />
        </Section>
        <Smaregi order={order} />
      </div>
      <Section title={said.lines}>
        <Stack gap="md">
          <Lines lines={order.lines} />
          <Sums of={order} />
        </Stack>
      </Section>
      <Work order={order} />
      <div className="halves">
        <Buyer customer={order.customer}>
          <BuyerData order={order} />
        </Buyer>
        <Details order={order} />
      </div>
      <Log id={id} />
    </Page>
  );
}
