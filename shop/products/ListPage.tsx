import { Button, Center, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { useWords } from "../../ui/language.tsx";
import { useList } from "../../ui/list.ts";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { common } from "../../ui/words.ts";
import { ShopPage } from "../frame/ShopPage.tsx";
import { Noren } from "./Noren.tsx";
import { Price } from "./Price.tsx";
import { productsQuery } from "./queries.ts";
import { StockState, stockOf } from "./StockState.tsx";
import { words as dictionary } from "./words.ts";

/** Everything that the shop sells, as cards, newest first. */
export function ListPage() {
  const words = useWords(dictionary);
  const said = useWords(common);
  const { rows, isLoading, error, retry, more, isLoadingMore } = useList(productsQuery);
  return (
    <ShopPage title={words.products}>
      <ProblemNotice error={error} retry={retry} />
      {isLoading ? <Loading /> : null}
      {!isLoading && error === null && rows.length === 0 ? (
        <Text className="soft">{words.noProducts}</Text>
      ) : null}
      <ul className="goods" aria-label={words.products}>
        {rows.map((product) => (
          <li key={product.id}>
            <Card product={product} />
          </li>
        ))}
      </ul>
      {more === null ? null : (
        <Center>
          <Button variant="default" onClick={more} loading={isLoadingMore}>
            {said.more}
          </Button>
        </Center>
      )}
    </ShopPage>
  );
}

function Card({ product }: { product: ShopProduct }) {
  const stock = stockOf(product);
  return (
    <Link to="/products/$id" params={{ id: product.id }} className="goods-link">
      <Noren name={product.name} isSoldOut={stock.state === "soldOut"} />
      <Stack gap={4} mt="xs" align="flex-start">
        <span className="goods-name">{product.name}</span>
        <Price of={product.variations} />
        <StockState stock={stock} />
      </Stack>
    </Link>
  );
}
