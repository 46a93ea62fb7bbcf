import { Paper, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Product } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { ButtonLink, TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { NoProducts } from "../parts/NoProducts.tsx";
import { productsOptions } from "../parts/queries.ts";
import { productWords } from "../parts/words.ts";
import type { ProductSearch } from "../search.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { WhyDrawer, type Asked } from "../why/WhyDrawer.tsx";
import { BulkActions } from "./BulkActions.tsx";
import { useColumns } from "./columns.tsx";
import { Filters } from "./Filters.tsx";
import { listWords } from "./words.ts";

/** 商品一覧: the products, their quantities, and the state of their sync; the search is in the address. */
export default function ProductsPage() {
  const words = useWords(listWords);
  const said = useWords(frame);
  const search = useSearch({ from: "/shell/products" });
  const navigate = useNavigate({ from: "/products" });
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const mayEdit = useMay("products.edit");
  const { rows, error, retry, ...list } = useList(productsOptions(search));
  const [whyOf, tellWhy] = useState<Asked | null>(null);
  const columns = useColumns(search, tellWhy);
  const look = (next: ProductSearch) => void navigate({ search: next, replace: true });
  const isFiltered = Object.keys(search).length > 0;
  // The present state, also if it has left the list meanwhile.
  const asked = whyOf === null ? null : (asListed(rows, whyOf) ?? whyOf);
  // A product that has left the list (filtered out, deleted elsewhere) is no longer chosen.
  const chosenRows = rows.filter((row) => chosen.has(row.id));
  return (
    <Page
      help={<HelpLink topic="stock" />}
      title={said.productList}
      actions={
        <>
          <ButtonLink to="/products/quick-edit" variant="default">
            {said.quickEdit}
          </ButtonLink>
          <ButtonLink to="/products/bulk" variant="default">
            {words.csv}
          </ButtonLink>
          {mayEdit ? <ButtonLink to="/products/new">{said.newProduct}</ButtonLink> : null}
        </>
      }
    >
      <Paper>
        <Filters search={search} look={look} />
        {chosenRows.length === 0 ? null : <BulkActions chosen={chosenRows} clear={() => choose(new Set())} />}
        <ProblemNotice error={error} retry={retry} />
        {error !== null && rows.length === 0 ? null : (
          <DataTable
            {...list}
            label={words.label}
            columns={columns}
            rows={rows}
            of={(row) => row.id}
            nameOf={(row) => row.name}
            {...(mayEdit ? { selection: { chosen, choose } } : {})}
            empty={isFiltered ? <NoneFound clear={() => look({})} /> : <NoProducts />}
          />
        )}
      </Paper>
      <WhyDrawer of={asked} close={() => tellWhy(null)} />
    </Page>
  );
}

function asListed(rows: Product[], { product: { id }, variation }: Asked): Asked | null {
  const product = rows.find((row) => row.id === id);
  const now = product?.variations.find((each) => each.id === variation.id);
  return product === undefined || now === undefined ? null : { product, variation: now };
}

function NoneFound({ clear }: { clear(): void }) {
  const words = useWords(listWords);
  const said = useWords(productWords);
  return (
    <>
      <Text>{said.noneFound}</Text>
      <TextLink to="/products" search={{}} onClick={clear}>
        {words.clear}
      </TextLink>
    </>
  );
}
