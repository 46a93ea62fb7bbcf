import { NativeSelect } from "@mantine/core";
import { Filters as Narrowing } from "../../../ui/Filters.tsx";
import { useWords } from "../../../ui/language.tsx";
import { common } from "../../../ui/words.ts";
import { productWords } from "../parts/words.ts";
import { useTyped } from "../../../ui/useTyped.ts";
import type { ProductSearch } from "../search.ts";
import { listWords } from "./words.ts";

type Props = { search: ProductSearch; look(search: ProductSearch): void };

/** The list's filters. The search runs a moment after the last letter. */
export function Filters({ search, look }: Props) {
  const words = useWords(listWords);
  const product = useWords(productWords);
  const said = useWords(common);
  const { q: _, ...others } = search;
  const typed = useTyped(search.q ?? "", (q) => look(q === "" ? others : { ...others, q }));
  const states = Object.entries(words.states).map(([value, label]) => ({ value, label }));
  const set = (changed: Partial<ProductSearch>, without: keyof ProductSearch) => {
    const { [without]: __, ...rest } = search;
    look({ ...rest, ...changed });
  };
  return (
    <Narrowing
      label={words.filters}
      count={Object.keys(others).length}
      search={{ label: words.search, description: words.searchHint, flex: "1 1 18rem", ...typed }}
    >
      <NativeSelect
        label={words.state}
        value={search.state ?? ""}
        data={[{ value: "", label: said.all }, ...states]}
        onChange={({ currentTarget: { value } }) => {
          const state = value as NonNullable<ProductSearch["state"]> | "";
          set(state === "" ? {} : { state }, "state");
        }}
      />
      <NativeSelect
        label={words.publishedFilter}
        value={search.published === undefined ? "" : String(search.published)}
        data={[
          { value: "", label: said.all },
          { value: "true", label: product.published },
          { value: "false", label: product.unpublished },
        ]}
        onChange={({ currentTarget: { value } }) =>
          set(value === "" ? {} : { published: value === "true" }, "published")
        }
      />
    </Narrowing>
  );
}
