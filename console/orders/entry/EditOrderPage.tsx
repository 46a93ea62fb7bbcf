import { Alert, Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Order, Product } from "../../../src/http/api-types.ts";
import { showAnswer } from "../../../ui/answer.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { AllowedTo } from "../../frame/AllowedTo.tsx";
import { TextLink } from "../../frame/links.tsx";
import { orderOptions } from "../parts/queries.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { askedProducts } from "./find.ts";
import { entryOf } from "./entry.ts";
import { ReleaseSection } from "./KindFields.tsx";
import { OrderForm } from "./OrderForm.tsx";
import { entryWords } from "./words.ts";

/** 受注編集: changes the lines, money and buyer of an order. Shows the effect before it is saved (O3). */
export default function EditOrderPage() {
  const words = useWords(entryWords);
  const { id } = useParams({ from: "/shell/orders/$id/edit" });
  const search = useSearch({ from: "/shell/orders/$id/edit" });
  const { data: order, error, refetch } = useQuery(orderOptions(id));
  const products = useQuery({
    queryKey: ["edited order", id],
    queryFn: ({ signal }) => askedProducts(order?.lines ?? [], signal),
    enabled: order !== undefined,
    gcTime: 0,
  });
  const wrong = error ?? products.error;
  const again = () => void (error === null ? products.refetch() : refetch());
  const number = order?.number ?? "";
  return (
    <Page
      help={<HelpLink topic="orders" />}
      title={words.editTitle(number)}
      back={
        <TextLink to="/orders/$id" params={{ id }} search={search}>
          {words.toOrder(number)}
        </TextLink>
      }
    >
      <ProblemNotice error={wrong} retry={again} />
      {order === undefined || products.data === undefined ? (
        wrong === null && <Loading />
      ) : order.status === "cancelled" ? (
        <Text>{words.isCancelled}</Text>
      ) : (
        <AllowedTo permission="orders.edit">
          <Editing order={order} products={products.data} />
        </AllowedTo>
      )}
    </Page>
  );
}

/** The part of an order that an edit changes. If it is different now, someone else changed it. */
const content = ({ lines, customer, updatedAt: _, link: __, status: ___, ...rest }: Order) =>
  JSON.stringify({ lines, customer, ...rest });

function Editing({ order, products }: { order: Order; products: Product[] }) {
  const words = useWords(entryWords);
  const client = useQueryClient();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const search = useSearch({ from: "/shell/orders/$id/edit" });
  const [opened, open] = useState(order);
  const { id } = order;
  const save = async (body: object) => {
    const edited = await ask<Order>("PATCH", `/api/v1/orders/${id}`, { body });
    return () => {
      showAnswer(client, orderOptions(id).queryKey, edited);
      notifications.show({ message: words.edited });
      void navigate({ to: "/orders/$id", params: { id }, search, replace: true });
    };
  };
  const readAgain = async () => {
    const question = { title: words.readAgainTitle, says: words.readAgainSays, does: words.readAgain };
    if (await confirm(question)) open(order);
  };
  return (
    <>
      {content(opened) === content(order) ? null : (
        <Alert color="yellow" role="alert">
          <Text size="sm">{words.changedMeanwhile}</Text>
          <Button size="compact-sm" variant="default" mt="xs" onClick={() => void readAgain()}>
            {words.readAgain}
          </Button>
        </Alert>
      )}
      <OrderForm
        key={content(opened)}
        initial={entryOf(opened, products)}
        customer={opened.customer}
        previewPath={`/api/v1/orders/${id}/preview`}
        send={(body) => body}
        save={save}
        does={words.saveEdit}
        head={ReleaseSection}
      />
    </>
  );
}
