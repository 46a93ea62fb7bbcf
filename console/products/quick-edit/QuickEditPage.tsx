import { Paper, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import "../parts/products.css";
import { NoProducts } from "../parts/NoProducts.tsx";
import { productsOptions } from "../parts/queries.ts";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { useTyped } from "../../../ui/useTyped.ts";
import { productWords } from "../parts/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { onGridKey, onGridPaste } from "./keys.ts";
import { SaveBar } from "./SaveBar.tsx";
import { Sheet, type Field, type SheetRow } from "./sheet.ts";
import { SheetCell } from "./SheetCell.tsx";
import { useSave } from "./useSave.ts";
import { quickWords } from "./words.ts";

/** The number of products for each page. */
const pageSize = 100;

/** かんたん商品一括変更: prices, quantities and 'published' in one grid that can be used with the keyboard (U5). */
export default function QuickEditPage() {
  const words = useWords(quickWords);
  const said = useWords(productWords);
  const titles = useWords(frame);
  const mayEdit = useMay("products.edit");
  const [q, setQ] = useState("");
  const typed = useTyped(q, setQ);
  const { rows: products, error, retry, ...list } = useList(productsOptions(q === "" ? {} : { q }, pageSize));
  const [sheet] = useState(() => new Sheet());
  const saving = useSave(sheet, () => new Set(products.map(({ id }) => id)));
  useLeaveGuard(() => sheet.count() > 0);
  const rows = products.flatMap((product) =>
    product.variations.map((variation): SheetRow => ({ product, variation })),
  );
  const cell = (field: Field) => (row: SheetRow) => (
    <SheetCell sheet={sheet} {...row} field={field} mayEdit={mayEdit} />
  );
  return (
    <Page
      help={<HelpLink topic="stock" />}
      title={titles.quickEdit}
      lead={words.lead}
      back={<TextLink to="/products">{said.toList}</TextLink>}
    >
      <Paper>
        <TextInput
          label={words.search}
          description={words.searchHint}
          leftSection={<IconSearch size={16} aria-hidden />}
          maw="32rem"
          mb="sm"
          {...typed}
        />
        <Text size="sm" className="soft" mb="sm" visibleFrom="sm">
          {words.keys}
        </Text>
        <ProblemNotice error={error} retry={retry} />
        <div
          role="presentation"
          onKeyDown={(event) => onGridKey(event, rows, sheet)}
          onPaste={(event) => {
            const locked = onGridPaste(event, rows, sheet);
            if (locked > 0) notifications.show({ message: words.pastedLocked(locked) });
          }}
        >
          <DataTable
            {...list}
            label={words.label}
            rows={rows}
            of={({ variation }) => variation.id}
            empty={q === "" ? <NoProducts /> : said.noneFound}
            columns={[
              {
                title: words.product,
                cell: ({ product, variation }) => (
                  <div style={{ overflowWrap: "anywhere" }}>
                    <Text>{product.name}</Text>
                    <Text size="sm" className="soft">
                      {[variation.name, variation.productCode ?? product.productCode]
                        .filter((part) => part !== null && part !== "")
                        .join(" ")}
                    </Text>
                  </div>
                ),
              },
              { title: said.price, isNumber: true, width: "9rem", cell: cell("price") },
              { title: said.quantity, isNumber: true, width: "15rem", cell: cell("quantity") },
              { title: said.published, width: "8rem", cell: cell("published") },
            ]}
          />
        </div>
        <Text size="sm" className="soft" mt="sm">
          {words.legend} {words.sharedPrice}
        </Text>
      </Paper>
      <ProblemNotice error={saving.error} />
      {mayEdit ? <SaveBar sheet={sheet} save={() => saving.mutate()} isSaving={saving.isPending} /> : null}
    </Page>
  );
}
