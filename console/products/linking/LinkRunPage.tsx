import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { LinkRun } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { Items } from "./Items.tsx";
import { Presses } from "./Presses.tsx";
import type { ItemSearch } from "./search.ts";
import { linkingWords } from "./words.ts";

/** One link run of 紐づけアシスタント: what one press would do, and the proposals by class. */
export default function LinkRunPage() {
  const said = useWords(frame);
  const words = useWords(linkingWords);
  const { moment, number } = useFormats();
  const navigate = useNavigate();
  const { id } = useParams({ from: "/shell/products/linking/$id" });
  const { show = "certain" } = useSearch({ from: "/shell/products/linking/$id" });
  const { data: run, ...query } = useQuery({
    queryKey: ["links", "one", id],
    queryFn: ({ signal }) => ask<LinkRun>("GET", `/api/v1/link-runs/${id}`, { signal }),
  });
  const back = <TextLink to="/products/linking">{said.linking}</TextLink>;
  if (run === undefined) {
    return (
      <Page help={<HelpLink topic="linking" />} title={said.linking} back={back}>
        {query.error === null ? (
          <Loading />
        ) : (
          <ProblemNotice error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    );
  }
  const isReading = run.state === "waiting" || run.state === "matching";
  const { counts, effect, matched, total, reason } = run;
  const shown = { ...counts, applied: run.applied };
  return (
    <Page help={<HelpLink topic="linking" />} title={words.title(moment(run.createdAt))} back={back}>
      <Section title={words.states[run.state]}>
        {isReading ? (
          <Text role="status">
            {total === null ? words.reading : words.progress(number(matched), number(total))}
          </Text>
        ) : (
          <Text>
            {effect.links === 0
              ? words.noCertain
              : words.effect(
                  number(effect.links),
                  number(effect.changed),
                  number(effect.toZero),
                  number(effect.rises),
                )}
          </Text>
        )}
        {reason === null ? null : <Text c="shu.7">{reason}</Text>}
        {isReading ? null : <Presses run={run} />}
      </Section>
      {isReading ? null : (
        <>
          <SegmentedControl
            aria-label={words.show}
            style={{ alignSelf: "flex-start", maxWidth: "100%", overflowX: "auto" }}
            value={show}
            onChange={(value) =>
              void navigate({
                to: "/products/linking/$id",
                params: { id },
                search: { show: value } as ItemSearch,
                replace: true,
              })
            }
            data={(["certain", "likely", "conflict", "none", "applied"] as const).map((value) => ({
              value,
              label: `${words.classes[value]} ${number(shown[value])}`,
            }))}
          />
          <Items key={show} runId={id} show={show} />
        </>
      )}
    </Page>
  );
}
