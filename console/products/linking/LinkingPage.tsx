import { Badge, Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { LinkRun } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { linkingWords } from "./words.ts";

const path = "/api/v1/link-runs";

/** 紐づけアシスタント (B7): starts a link run, and lists the results of earlier ones. */
export default function LinkingPage() {
  const said = useWords(frame);
  const words = useWords(linkingWords);
  const mayRun = useMay("products.bulk");
  const client = useQueryClient();
  const navigate = useNavigate();
  const list = useList(listOptions<LinkRun>(["links", "list"], path));
  const start = useMutation({
    mutationFn: () => ask<{ id: string }>("POST", path, { body: { scope: "unlinked" } }),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ["links"] });
      await navigate({ to: "/products/linking/$id", params: { id } });
    },
  });
  const columns = useRunColumns();
  return (
    <Page
      help={<HelpLink topic="linking" />}
      title={said.linking}
      lead={words.lead}
      back={<TextLink to="/products">{said.productList}</TextLink>}
      actions={
        mayRun ? (
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            {words.run}
          </Button>
        ) : null
      }
    >
      {mayRun ? null : <Text className="soft">{words.mayNot}</Text>}
      <ProblemNotice error={start.error} />
      <Section title={words.past}>
        <ProblemNotice error={list.error} retry={list.retry} />
        {list.error === null || list.rows.length > 0 ? (
          <DataTable label={words.past} columns={columns} of={({ id }) => id} empty={words.empty} {...list} />
        ) : null}
      </Section>
    </Page>
  );
}

function useRunColumns(): Column<LinkRun>[] {
  const words = useWords(linkingWords);
  const { moment, number } = useFormats();
  return [
    {
      title: words.at,
      cell: ({ id, createdAt }) => (
        <TextLink to="/products/linking/$id" params={{ id }}>
          {moment(createdAt)}
        </TextLink>
      ),
    },
    { title: words.by, cell: ({ askedBy }) => askedBy },
    { title: words.state, cell: ({ state }) => <Badge color="gray">{words.states[state]}</Badge> },
    {
      title: words.found,
      cell: ({ counts }) =>
        [counts.certain, counts.likely, counts.conflict, counts.none]
          .map((count) => number(count))
          .join(" / "),
    },
    { title: words.applied, isNumber: true, cell: ({ applied }) => number(applied) },
  ];
}
