import { Button, Center, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReconciliationWithDifferences } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { common } from "../../../ui/words.ts";
import { TextLink } from "../../frame/links.tsx";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { Causes } from "./Causes.tsx";
import { Asker } from "./columns.tsx";
import { Progress, StateBadge } from "./Progress.tsx";
import { reconciliationWords } from "./words.ts";

/** One 差異チェック: its progress, and what it found, by cause. */
export default function ReconciliationPage() {
  const all = useWords(common);
  const said = useWords(frame);
  const words = useWords(reconciliationWords);
  const { moment, number } = useFormats();
  const { id } = useParams({ from: "/shell/settings/smaregi/reconciliations/$id" });
  const pages = useInfiniteQuery({
    queryKey: ["reconciliations link", "one", id],
    queryFn: ({ pageParam, signal }) =>
      ask<ReconciliationWithDifferences>(
        "GET",
        withQuery(`/api/v1/reconciliations/${id}`, { limit: 100, cursor: pageParam ?? undefined }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
  const run = pages.data?.pages[0];
  const back = <TextLink to="/settings/smaregi/reconciliations">{said.reconciliations}</TextLink>;
  if (run === undefined) {
    return (
      <Page help={<HelpLink topic="repair" />} title={said.reconciliations} back={back}>
        {pages.error === null ? (
          <Loading />
        ) : (
          <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />
        )}
      </Page>
    );
  }
  const isOver = run.state === "done" || run.state === "failed";
  const differences = pages.data?.pages.flatMap((page) => page.differences) ?? [];
  const { checked } = run;
  return (
    <Page help={<HelpLink topic="repair" />} title={words.title(moment(run.createdAt))} back={back}>
      <Section title={words.summary} actions={<StateBadge run={run} />}>
        {isOver ? (
          <Facts
            facts={[
              [words.by, <Asker key="by" name={run.askedBy} />],
              [words.ended, run.endedAt === null ? null : moment(run.endedAt)],
              [words.reason, run.reason],
              [words.checkedProducts, words.count(number(checked.products))],
              [words.checkedOrders, words.count(number(checked.orders))],
              [words.found, run.found === 0 ? words.noFound : words.count(number(run.found))],
            ]}
          />
        ) : (
          <Progress run={run} />
        )}
      </Section>
      {differences.length > 0 ? (
        <Causes differences={differences} />
      ) : (
        <Text>{run.state === "done" ? words.good : isOver ? null : words.soFar}</Text>
      )}
      {pages.hasNextPage ? (
        <Center>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {all.more}
          </Button>
        </Center>
      ) : null}
    </Page>
  );
}
