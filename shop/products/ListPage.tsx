import { Button, Center, Stack } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { useIsAlive } from "../../ui/alive.ts";
import { useWords } from "../../ui/language.tsx";
import { useList } from "../../ui/list.ts";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { common } from "../../ui/words.ts";
import { usePlace } from "../frame/shop.ts";
import { ShopPage } from "../frame/ShopPage.tsx";
import { Noren } from "./Noren.tsx";
import { Price } from "./Price.tsx";
import { productsQuery } from "./queries.ts";
import { Search } from "./Search.tsx";
import { StockState, stockOf } from "./StockState.tsx";
import { words as dictionary } from "./words.ts";

/** Everything that the shop sells, or the results of a search, as cards; newest first. */
export function ListPage() {
  const words = useWords(dictionary);
  const said = useWords(common);
  const search = useSearch({ from: "/frame/" });
  const navigate = useNavigate({ from: "/" });
  const isAlive = useIsAlive();
  const { rows, isLoading, error, retry, more, isLoadingMore } = useList(productsQuery(usePlace(), search));
  const isNothing = !isLoading && error === null && rows.length === 0;
  return (
    <ShopPage title={words.products}>
      <Stack gap="sm">
        {isNothing && search.q === undefined ? null : (
          <Search q={search.q ?? ""} look={(next) => void navigate({ search: next, replace: true })} />
        )}
        <div role="status" className="soft">
          {isNothing ? (search.q === undefined ? words.noProducts : words.notFound(search.q)) : null}
        </div>
      </Stack>
      <ProblemNotice error={error} retry={retry} />
      {isLoading ? <Loading /> : null}
      <ul className="goods" aria-label={words.products}>
        {rows.map((product) => (
          <li key={product.id}>
            <Card product={product} />
          </li>
        ))}
      </ul>
      {more === null ? null : (
        <Center>
          <Button variant="default" onClick={more} loading={isLoadingMore} disabled={!isAlive}>
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
