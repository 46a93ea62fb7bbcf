import { Alert, Button, Container, Grid, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PracticeShelf } from "../src/http/api-types.ts";
import { ask } from "../ui/api.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { useEventName } from "../ui/events.ts";
import { useFormats } from "../ui/format.ts";
import { useWords } from "../ui/language.tsx";
import { LanguageSwitch } from "../ui/LanguageSwitch.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Page } from "../ui/Page.tsx";
import { Section } from "../ui/Section.tsx";
import { common } from "../ui/words.ts";
import { words as dictionary } from "./words.ts";

/** How often it looks, in ms: it may be open before anybody has signed in, so it gets no live events. */
const pause = 500;

/** 練習モードの入口: the demo shop's quantities and movements as they happen, and the ways to the console, the shop and the till. */
export function EntrancePage() {
  const saysAll = useWords(common);
  const { data, isError } = useQuery({
    queryKey: ["practice"],
    queryFn: async () => await ask<PracticeShelf>("GET", "/practice/shelf"),
    refetchInterval: pause,
    retry: false,
  });
  return (
    <Container size="xl" py="md">
      <Group justify="space-between" mb="md">
        <Mark />
        <LanguageSwitch />
      </Group>
      <main>
        <div aria-live="polite">
          {isError ? (
            <Alert color="yellow" variant="light" py="xs" mb="md">
              {saysAll.reconnecting}
            </Alert>
          ) : null}
        </div>
        {data === undefined ? <Loading /> : <Entrance {...data} />}
      </main>
    </Container>
  );
}

function Entrance({ name, number, tillUrl, shopUrl, shelf, movements }: PracticeShelf) {
  const words = useWords(dictionary);
  const actions = (
    <>
      <form method="post" action="/practice/sign-in">
        <Button type="submit">{words.openConsole}</Button>
      </form>
      <Button component="a" href={shopUrl} variant="default">
        {words.openShop}
      </Button>
      <Button component="a" href={tillUrl} target="_blank" rel="noopener" variant="default">
        {words.openTill}
      </Button>
    </>
  );
  return (
    <Page title={words.title} lead={words.lead(name, number)} actions={actions}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Shelf rows={shelf} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Movements rows={movements} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Shelf({ rows }: { rows: PracticeShelf["shelf"] }) {
  const words = useWords(dictionary);
  return (
    <Section title={words.shelf}>
      <DataTable
        label={words.shelf}
        rows={rows}
        of={({ id }) => id}
        empty={null}
        columns={[
          { title: words.product, cell: (row) => nameOf(row) },
          { title: words.smaregiProductId, cell: ({ smaregiProductId }) => smaregiProductId },
          { title: words.quantity, isNumber: true, cell: ({ quantity }) => <Quantity quantity={quantity} /> },
        ]}
      />
    </Section>
  );
}

function Quantity({ quantity }: { quantity: number | null }) {
  const words = useWords(dictionary);
  const formats = useFormats();
  const [last, setLast] = useState({ quantity, moves: 0 });
  if (last.quantity !== quantity) setLast({ quantity, moves: last.moves + 1 });
  return (
    // By its key the mark begins anew at each move.
    <span key={last.moves} className={last.moves === 0 ? undefined : "moved"}>
      {quantity === null ? words.uncounted : formats.number(quantity)}
    </span>
  );
}

function Movements({ rows }: { rows: PracticeShelf["movements"] }) {
  const words = useWords(dictionary);
  const nameEvent = useEventName();
  const formats = useFormats();
  return (
    <Section title={words.movements}>
      <DataTable
        label={words.movements}
        rows={rows}
        of={({ id }) => `${id}`}
        empty={words.noMovements}
        columns={[
          { title: words.at, cell: ({ at }) => formats.moment(at) },
          { title: words.product, cell: (row) => nameOf(row) },
          {
            title: words.cause,
            cell: ({ cause, orderNumber, reading, pending }) => (
              <div>
                <div>
                  {nameEvent(cause)} {orderNumber}
                </div>
                <div className="soft">
                  {reading === null ? null : words.reading(formats.number(reading))}
                  {pending === null || pending === 0 ? null : `, ${words.pending(formats.number(pending))}`}
                </div>
              </div>
            ),
          },
          { title: words.change, isNumber: true, cell: ({ change }) => formats.signed(change) },
          {
            title: words.quantity,
            isNumber: true,
            cell: ({ quantity }) => (quantity === null ? null : formats.number(quantity)),
          },
        ]}
      />
    </Section>
  );
}

const nameOf = ({ productName, variationName }: { productName: string; variationName: string }) =>
  `${productName} ${variationName}`.trim();
