import { Badge } from "@mantine/core";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { useWords } from "../../ui/language.tsx";
import { words as dictionary } from "./words.ts";

export type Stock = ShopProduct["variations"][number]["stock"];

const colors = { available: "green", few: "orange", soldOut: "gray", unlimited: "green" };

/** The stock in words: 在庫あり, 残りわずか, 売り切れ. */
export function StockState({ stock }: { stock: Stock }) {
  const words = useWords(dictionary);
  const said = stock.state === "few" ? words.few(stock.quantity ?? 0) : words[stock.state];
  return (
    <Badge color={colors[stock.state]} data-stock={stock.state}>
      {said}
    </Badge>
  );
}

/** The stock of a whole product: that of its only variation, or the best one of its variations. */
export function stockOf({ variations }: ShopProduct): Stock {
  const [first] = variations;
  if (variations.length === 1 && first !== undefined) return first.stock;
  const states = new Set(variations.map(({ stock }) => stock.state));
  if (states.has("available")) return { state: "available" };
  if (states.has("unlimited")) return { state: "unlimited" };
  const left = variations.reduce((sum, { stock }) => sum + (stock.quantity ?? 0), 0);
  return states.has("few") ? { state: "few", quantity: left } : { state: "soldOut" };
}
