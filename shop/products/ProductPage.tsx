import { Box, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Problem } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { TextLink } from "../frame/links.tsx";
import { usePlace } from "../frame/shop.ts";
import { ShopPage } from "../frame/ShopPage.tsx";
import { AddForm } from "./AddForm.tsx";
import { Noren } from "./Noren.tsx";
import { Price } from "./Price.tsx";
import { productQuery } from "./queries.ts";
import { StockState, stockOf } from "./StockState.tsx";
import { words as dictionary } from "./words.ts";

/** A product: its price, its stock (live), its questions, and the button into the cart. */
export function ProductPage() {
  const words = useWords(dictionary);
  const { id } = useParams({ from: "/frame/products/$id" });
  const { data: product, error, isPending, refetch } = useQuery(productQuery(usePlace(), id));
  const back = <TextLink to="/">‹ {words.toList}</TextLink>;
  if (error instanceof Problem && error.status === 404) {
    return (
      <ShopPage title={words.gone} lead={words.goneLead} back={back}>
        {null}
      </ShopPage>
    );
  }
  if (isPending) return <Loading />;
  if (product === undefined) return <ProblemNotice error={error} retry={() => void refetch()} />;
  const stock = stockOf(product);
  const isOne = product.variations.length === 1;
  return (
    <Box className="product">
      <Stack gap="xs">
        {back}
        <Noren name={product.name} isSoldOut={stock.state === "soldOut"} isBig />
      </Stack>
      <ShopPage title={product.name}>
        <Stack gap="xs" align="flex-start">
          <Price of={product.variations} size="xl" />
          <div aria-live="polite">{isOne ? <StockState stock={stock} /> : null}</div>
          {product.productCode === null ? null : (
            <Text className="soft" size="sm">
              {words.code} {product.productCode}
            </Text>
          )}
        </Stack>
        <AddForm key={product.id} product={product} />
      </ShopPage>
    </Box>
  );
}
