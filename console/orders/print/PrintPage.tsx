import { Alert, Button, Checkbox, Group, SegmentedControl } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Papers } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { TextLink } from "../../frame/links.tsx";
import { orderWords } from "../parts/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { readOrderSearch } from "../search.ts";
import { Note } from "./Note.tsx";
import { Picking } from "./Picking.tsx";
import "./print.css";
import { chosenOf, type PrintSearch } from "./search.ts";
import { printWords } from "./words.ts";

const papersOptions = (search: PrintSearch) =>
  queryOptions({
    // Not renewed by later changes: what is on the screen is what is printed.
    queryKey: ["papers", search],
    queryFn: ({ signal }) => {
      const body = { orders: chosenOf(search), withUnpaid: search.unpaid === true };
      return ask<Papers>("POST", "/api/v1/order-papers", { body, signal });
    },
  });

/** 納品書 and ピッキングリスト of many orders on one page, for the browser to print (W4). */
export default function PrintPage() {
  const words = useWords(printWords);
  const said = useWords(orderWords);
  const search = useSearch({ from: "/shell/orders/print" });
  const navigate = useNavigate({ from: "/orders/print" });
  const { data, error, refetch } = useQuery(papersOptions(search));
  const isPicking = search.paper === "picking";
  const look = (changed: Partial<PrintSearch>) =>
    void navigate({ search: { ...search, ...changed }, replace: true });
  return (
    <div className="print-page">
      <Page
        help={<HelpLink topic="papers" />}
        title={words.title}
        back={
          <TextLink to="/orders" search={readOrderSearch(search)}>
            {said.toList}
          </TextLink>
        }
        actions={
          <Button
            leftSection={<IconPrinter size={16} aria-hidden />}
            disabled={data === undefined}
            onClick={() => window.print()}
          >
            {words.print}
          </Button>
        }
      >
        <Group gap="md" className="no-print">
          <SegmentedControl
            aria-label={words.which}
            value={isPicking ? "picking" : "notes"}
            data={[
              { value: "notes", label: words.notes },
              { value: "picking", label: words.picking },
            ]}
            onChange={(paper) => look({ paper: paper as "notes" | "picking" })}
          />
          {isPicking ? (
            <Checkbox
              label={words.withUnpaid}
              checked={search.unpaid === true}
              onChange={({ currentTarget: { checked } }) => {
                const { unpaid: _, ...rest } = search;
                void navigate({ search: checked ? { ...rest, unpaid: true } : rest, replace: true });
              }}
            />
          ) : null}
        </Group>
        <ProblemNotice error={error} retry={() => void refetch()} />
        {data === undefined ? error === null && <Loading /> : <Sheets papers={data} isPicking={isPicking} />}
      </Page>
    </div>
  );
}

function Sheets({ papers, isPicking }: { papers: Papers; isPicking: boolean }) {
  const words = useWords(printWords);
  if (isPicking) return <Picking papers={papers} />;
  return (
    <>
      {papers.issuer.registrationNumber === "" ? (
        <Alert color="yellow" variant="light" className="no-print">
          {words.noRegistration}{" "}
          <TextLink to="/settings/shop" underline="always">
            {words.toSettings}
          </TextLink>
        </Alert>
      ) : null}
      {papers.notes.length === 0 ? <p className="soft">{words.nothing}</p> : null}
      {papers.notes.map((note) => (
        <Note key={note.number} note={note} issuer={papers.issuer} />
      ))}
    </>
  );
}
