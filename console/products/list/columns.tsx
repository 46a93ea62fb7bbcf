import { Anchor, Box, Text, VisuallyHidden } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import type { Product } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { Quantity } from "../parts/Quantity.tsx";
import { SyncMark } from "../parts/SyncMark.tsx";
import { productWords } from "../parts/words.ts";
import type { ProductSearch } from "../search.ts";
import type { Asked } from "../why/WhyDrawer.tsx";
import { listWords } from "./words.ts";

/** The most variations shown for a product; its page shows all. */
const most = 4;

type Why = (asked: Asked) => void;

/** The list's columns. Each product's link carries the search, for the way back. `why` shows how a quantity came about. */
export function useColumns(search: ProductSearch, why: Why): Column<Product>[] {
  const words = useWords(listWords);
  const product = useWords(productWords);
  const { yen } = useFormats();
  return [
    {
      title: words.product,
      place: "first",
      cell: ({ id, name, productCode }) => (
        <Box miw={0} style={{ overflowWrap: "anywhere" }}>
          <TextLink to="/products/$id" params={{ id }} search={search} fw={600}>
            {name}
          </TextLink>
          {productCode === null ? null : (
            <Text size="sm" className="soft">
              {productCode}
            </Text>
          )}
        </Box>
      ),
    },
    {
      title: words.stock,
      width: "24rem",
      place: "line",
      heading: (
        <StockLines>
          <span>{product.variation}</span>
          <span className="number">{words.stock}</span>
        </StockLines>
      ),
      cell: (row) => <Stock product={row} why={why} />,
    },
    { title: product.price, isNumber: true, width: "8rem", place: "right", cell: (row) => priceOf(row, yen) },
    {
      title: words.shown,
      width: "6.5rem",
      cell: ({ published }) =>
        published ? product.published : <span className="soft">{product.unpublished}</span>,
    },
  ];
}

function Stock({ product, why }: { product: Product; why: Why }) {
  const words = useWords(listWords);
  const said = useWords(productWords);
  const { variations } = product;
  const shown = variations.length > most ? variations.slice(0, most - 1) : variations;
  return (
    <div>
      <StockLines>
        {shown.map((variation) => (
          <Fragment key={variation.id}>
            <Text span truncate title={variation.name}>
              {variation.name}
            </Text>
            <span className="number">
              {variation.stockManaged ? (
                <Anchor
                  component="button"
                  type="button"
                  className="why"
                  title={said.why}
                  onClick={() => why({ product, variation })}
                >
                  <Quantity variation={variation} />
                  <VisuallyHidden> {said.whyOf(`${product.name} ${variation.name}`.trim())}</VisuallyHidden>
                </Anchor>
              ) : (
                <Quantity variation={variation} />
              )}
            </span>
            <span>
              <SyncMark variation={variation} />
            </span>
          </Fragment>
        ))}
      </StockLines>
      {shown.length === variations.length ? null : (
        <Text size="sm" className="soft">
          {words.more(variations.length - shown.length)}
        </Text>
      )}
    </div>
  );
}

/** A variation's name, quantity and sync state, aligned with those of the others. */
const StockLines = ({ children }: { children: ReactNode }) => <div className="stock-lines">{children}</div>;

/** The prices from the cheapest variation to the most expensive. */
function priceOf({ price, variations }: Product, yen: (value: number) => string): string {
  const prices = variations.map((variation) => variation.price ?? price);
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  return least === most ? yen(least) : `${yen(least)}〜${yen(most)}`;
}
