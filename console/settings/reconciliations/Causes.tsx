import { Badge, Stack, Text } from "@mantine/core";
import type { Difference } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { Repair } from "../log/Repair.tsx";
import { MendButton } from "./MendButton.tsx";
import { reconciliationWords } from "./words.ts";

/** The differences by cause: what the cause is, each affected thing with both numbers, and its repair. */
export function Causes({ differences }: { differences: Difference[] }) {
  const words = useWords(reconciliationWords);
  const { number } = useFormats();
  const groups = [...new Set(differences.map(({ cause }) => cause))].map((cause) => ({
    cause,
    rows: differences.filter((each) => each.cause === cause),
  }));
  return groups.map(({ cause, rows }) => (
    <Section
      key={cause}
      title={words.causes[cause]}
      actions={<Badge color={rows[0]?.healing ? "green" : "shu"}>{words.count(number(rows.length))}</Badge>}
    >
      <Stack gap="xs">
        <div>
          <Text>{rows[0]?.what}</Text>
          <Text>{rows[0]?.repair.text}</Text>
        </div>
        <DataTable
          label={words.causes[cause]}
          columns={columnsFor(rows, words, number)}
          rows={rows}
          of={({ id }) => id}
          empty=""
        />
      </Stack>
    </Section>
  ));
}

type Words = (typeof reconciliationWords)["ja"];

function columnsFor(rows: Difference[], words: Words, number: (value: number) => string) {
  const amount = (value: number | null | undefined) =>
    value === null || value === undefined ? words.none : number(value);
  const columns: Column<Difference>[] = [
    { title: words.about, cell: (row) => <About row={row} words={words} /> },
  ];
  if (rows.some((row) => row.cartQuantity !== undefined)) {
    columns.push({
      title: words.cart,
      isNumber: true,
      width: "9rem",
      cell: (row) => amount(row.cartQuantity),
    });
  }
  if (rows.some((row) => row.smaregiQuantity !== undefined)) {
    columns.push({
      title: words.smaregi,
      isNumber: true,
      width: "9rem",
      cell: (row) => amount(row.smaregiQuantity),
    });
  }
  columns.push({ title: words.repair, width: "16rem", cell: (row) => <Mend row={row} words={words} /> });
  return columns;
}

function About({ row, words }: { row: Difference; words: Words }) {
  const { orderNumber, productName, variationName, systemProductNumber } = row;
  const product = [productName, variationName].filter((part) => part !== undefined && part !== "").join(" ");
  const codes = [
    systemProductNumber,
    row.smaregiProductId === undefined ? undefined : words.smaregiProduct(row.smaregiProductId),
    row.transactionId === undefined ? undefined : words.transaction(row.transactionId),
    row.note,
  ].filter((part) => part !== undefined);
  return (
    <div>
      {orderNumber === undefined ? product : words.order(orderNumber)}
      {codes.map((code) => (
        <Text key={code} size="sm" className="soft">
          {code}
        </Text>
      ))}
    </div>
  );
}

/** The repair of a difference: automatic, a button that sends again, or a link to the page for it. */
function Mend({ row, words }: { row: Difference; words: Words }) {
  if (row.healing) return <Badge color="green">{words.healed}</Badge>;
  const { logEntryId } = row.repair;
  return (
    <Stack gap={6} ta="left" align="flex-start">
      {logEntryId === undefined ? null : <Repair key={logEntryId} entry={{ id: logEntryId }} isSmall />}
      {row.repair.does === undefined || row.repair.call === undefined ? null : (
        <MendButton call={row.repair.call} does={row.repair.does} />
      )}
      {row.cause === "heldZeros" ? <TextLink to="/">{words.toTop}</TextLink> : null}
      {row.productId === undefined ? null : (
        <TextLink to="/products/$id" params={{ id: row.productId }}>
          {words.toProduct}
        </TextLink>
      )}
      {row.orderId === undefined ? null : (
        <TextLink to="/orders/$id" params={{ id: row.orderId }}>
          {words.toOrder}
        </TextLink>
      )}
    </Stack>
  );
}
