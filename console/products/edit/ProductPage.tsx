import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Product } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { productQuery } from "../parts/queries.ts";
import { useDeleteProducts } from "../parts/useDeleteProducts.ts";
import { productWords } from "../parts/words.ts";
import { WhyDrawer } from "../why/WhyDrawer.tsx";
import { HelpLink } from "../../help/HelpLink.tsx";
import { change } from "./form.ts";
import { History, historyOptions } from "./History.tsx";
import { ProductForm } from "./ProductForm.tsx";
import { editWords } from "./words.ts";

/** 商品詳細: the product, its variations with their stock, and its history. */
export default function ProductPage() {
  const { id } = useParams({ from: "/shell/products/$id" });
  return <OneProduct key={id} id={id} />;
}

function OneProduct({ id }: { id: string }) {
  const words = useWords(editWords);
  const said = useWords(productWords);
  const titles = useWords(frame);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: product, error, refetch } = useQuery(productQuery(id));
  const history = useList(historyOptions(id));
  const [whyId, setWhyId] = useState<string | null>(null);
  const deleting = useDeleteProducts();
  const mayDelete = useMay("products.bulk");
  const search = useSearch({ from: "/shell/products/$id" });
  const back = (
    <TextLink to="/products" search={search}>
      {said.toList}
    </TextLink>
  );
  if (product === undefined) {
    const isMissing = error !== null;
    return (
      <Page help={<HelpLink topic="stock" />} title={titles.products} back={back}>
        {isMissing ? <ProblemNotice error={error} retry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  }
  // An order in the history locks the pattern. If there are others, the server says so when the product is saved.
  const hasOrders = history.rows.some(({ event }) => event.startsWith("order"));
  const asked = product.variations.find((each) => each.id === whyId);
  const remove = async () => {
    if (await deleting.remove([id])) void navigate({ to: "/products", search, ignoreBlocker: true });
  };
  return (
    <Page
      help={<HelpLink topic="stock" />}
      title={product.name}
      back={back}
      actions={
        mayDelete ? (
          <Button variant="default" c="shu.8" loading={deleting.isPending} onClick={() => void remove()}>
            {words.remove}
          </Button>
        ) : null
      }
    >
      <ProblemNotice error={deleting.error} />
      <ProductForm
        product={product}
        hasOrders={hasOrders}
        send={async (values, initial) => {
          const path = `/api/v1/products/${id}`;
          const now = await ask<Product>("GET", path);
          return await ask<Product>("PATCH", path, { body: change(initial, values, now) });
        }}
        done={(saved) => {
          client.setQueryData(productQuery(id).queryKey, saved);
          void client.invalidateQueries({ queryKey: ["products"] });
          notifications.show({ message: words.saved });
        }}
        why={(variation) => setWhyId(variation.id)}
      />
      <History list={history} />
      <WhyDrawer
        of={asked === undefined ? null : { product, variation: asked }}
        close={() => setWhyId(null)}
      />
    </Page>
  );
}
