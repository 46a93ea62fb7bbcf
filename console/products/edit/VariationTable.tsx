import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import type { Product, Variation } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { statusQuery } from "../../frame/status.ts";
import { stockRule } from "../parts/stock.ts";
import { productWords } from "../parts/words.ts";
import type { ProductFormApi } from "./BasicFields.tsx";
import { FlagCell, MoveCell, TextCell } from "./cells.tsx";
import { newVariation, type ProductValues } from "./form.ts";
import { SmaregiIdCell } from "./smaregi-id/SmaregiIdCell.tsx";
import { QuantityCell } from "./QuantityCell.tsx";
import { editWords } from "./words.ts";

/** The number of rows at first, and with each press for more: a product has up to 500, with seven fields each. */
const rowsShown = 50;

type Props = {
  form: ProductFormApi;
  initial: ProductValues;
  product: Product | null;
  why(variation: Variation): void;
};

/** The variations in one table, each one a row of fields. */
export function VariationTable({ form, initial, product, why }: Props) {
  const words = useWords(editWords);
  const said = useWords(productWords);
  const legendId = useId();
  const { data: status } = useQuery(statusQuery);
  const [most, setMost] = useState(rowsShown);
  // A row with an error is shown, and stays.
  const wrong = Object.keys(form.errors).map((path) => Number(/^variations\.(\d+)\./.exec(path)?.[1] ?? -1));
  const needed = Math.max(0, ...wrong.map((index) => index + 1));
  useEffect(() => setMost((shown) => Math.max(shown, needed)), [needed]);
  const { variations, variationPattern } = form.values;
  const isPattern1 = variationPattern === "pattern1";
  const numbers = new Map(
    product?.variations.map(({ id, systemProductNumber }) => [id, systemProductNumber]),
  );
  const saved = new Map(initial.variations.map((row) => [row.key, row]));
  const rules = new Set(variations.map(stockRule));
  const kept = new Set(variations.map(({ key }) => key));
  const removed = initial.variations.filter(({ id, key }) => id !== null && !kept.has(key)).length;

  // The cells are memoized, so the functions that they call must stay the same.
  const latest = useRef(form);
  latest.current = form;
  const set = useCallback((path: string, value: string | boolean) => {
    latest.current.setFieldValue(path, value as never);
  }, []);
  const move = useCallback((from: number, to: number) => {
    latest.current.reorderListItem("variations", { from, to });
  }, []);
  const remove = useCallback((index: number) => latest.current.removeListItem("variations", index), []);

  const rows = variations.slice(0, most).map((row, index) => ({ row, index }));
  type Row = (typeof rows)[number];
  const text = (
    field: "name" | "productCode" | "janCode" | "price",
    title: string,
    more: { isNumeric?: boolean; placeholder?: string; least: string },
  ): Column<Row> => ({
    title,
    width: more.least,
    cell: ({ row, index }) => {
      const path = `variations.${index}.${field}`;
      const error = form.errors[path];
      // The first cell shows the number that the log uses for a variation.
      const number = field === (isPattern1 ? "name" : "productCode") ? numbers.get(row.key) : undefined;
      return (
        <div style={{ minWidth: more.least }}>
          <TextCell
            path={path}
            value={row[field]}
            label={words.row(title, index + 1)}
            error={typeof error === "string" ? error : undefined}
            {...(more.placeholder === undefined ? {} : { placeholder: more.placeholder })}
            {...(more.isNumeric === true ? { isNumeric: true } : {})}
            set={set}
          />
          {number === undefined ? null : (
            <Text size="xs" className="soft" title={words.systemProductNumber}>
              {number}
            </Text>
          )}
        </div>
      );
    },
  });
  const columns: Column<Row>[] = [
    ...(isPattern1 ? [text("name", words.variationName, { least: "7rem" })] : []),
    text("productCode", words.code, { least: "6rem" }),
    text("janCode", words.jan, { isNumeric: true, least: "8.75rem" }),
    ...(isPattern1
      ? [text("price", words.price, { isNumeric: true, placeholder: words.samePrice, least: "5.5rem" })]
      : []),
    {
      title: said.stockManaged,
      width: "5rem",
      cell: ({ row, index }) => (
        <FlagCell
          path={`variations.${index}.stockManaged`}
          isOn={row.stockManaged}
          label={words.row(said.stockManaged, index + 1)}
          set={set}
        />
      ),
    },
    {
      title: said.smaregiProductId,
      width: "9rem",
      cell: ({ row, index }) => {
        const path = `variations.${index}.smaregiProductId`;
        const error = form.errors[path];
        return (
          <SmaregiIdCell
            path={path}
            value={row.smaregiProductId}
            saved={saved.get(row.key)?.smaregiProductId ?? ""}
            label={words.row(said.smaregiProductId, index + 1)}
            error={typeof error === "string" ? error : undefined}
            variationId={row.id}
            price={row.price === "" ? form.values.price : row.price}
            taxRate={form.values.taxRate}
            set={set}
          />
        );
      },
    },
    {
      title: said.quantity,
      width: "13rem",
      cell: ({ row, index }) => {
        const error = form.errors[`variations.${index}.quantity`];
        return (
          <QuantityCell
            index={index}
            row={row}
            now={product?.variations.find(({ id }) => id === row.id) ?? null}
            shown={saved.get(row.key)?.quantity}
            error={typeof error === "string" ? error : undefined}
            isLinkOn={status?.connection.state !== "off"}
            legendId={legendId}
            set={set}
            why={why}
          />
        );
      },
    },
    ...(isPattern1 || variations.length > 1
      ? [
          {
            title: words.order,
            width: "6rem",
            cell: ({ index }: Row) => (
              <MoveCell index={index} count={variations.length} move={move} remove={remove} />
            ),
          },
        ]
      : []),
  ];
  const add = () => {
    form.insertListItem("variations", newVariation());
    setMost((shown) => Math.max(shown, variations.length + 1));
  };
  const tableError = form.errors["variations"];
  return (
    <Stack gap="xs" className="variation-table">
      <DataTable
        label={words.variationsLabel}
        columns={columns}
        rows={rows}
        of={({ row }) => row.key}
        empty={words.check.someVariations}
        more={variations.length > most ? () => setMost(most + rowsShown) : null}
      />
      {tableError === undefined ? null : (
        <Text className="field-error" role="alert">
          {tableError}
        </Text>
      )}
      {isPattern1 ? (
        <Group>
          <Button variant="default" size="xs" onClick={add}>
            {words.add}
          </Button>
        </Group>
      ) : null}
      {removed === 0 ? null : (
        <Text className="effect" role="status">
          {words.removedRows(removed)}
        </Text>
      )}
      {rules.has("synced") ? (
        <Text size="sm" className="soft" id={legendId}>
          {words.lockedLegend}{" "}
          <TextLink to="/settings/smaregi" underline="always">
            {said.toConnection}
          </TextLink>
        </Text>
      ) : null}
      {rules.has("unlimited") ? (
        <Text size="sm" className="soft">
          {words.unlimitedLegend}
        </Text>
      ) : null}
    </Stack>
  );
}
