import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Problem } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { Changes } from "./Changes.tsx";
import { isOver, jobQuery } from "./queries.ts";
import { Progress } from "./Progress.tsx";
import { Refused } from "./Refused.tsx";
import { RunChecked } from "./RunChecked.tsx";
import { Summary } from "./Summary.tsx";
import { bulkWords } from "./words.ts";

/** One file: its progress, what would change or what was done, and its wrong rows to correct. It has an address of its own. */
export default function BulkJobPage() {
  const { id } = useParams({ from: "/shell/products/bulk/$id" });
  return <OneFile key={id} id={id} />;
}

function OneFile({ id }: { id: string }) {
  const words = useWords(bulkWords);
  const titles = useWords(frame);
  const { data: job, error, refetch } = useQuery(jobQuery(id));
  const back = <TextLink to="/products/bulk">{words.toBulk}</TextLink>;
  if (job === undefined) {
    const isMissing = error instanceof Problem && error.status === 404;
    return (
      <Page help={<HelpLink topic="csv" />} title={titles.bulk} back={back}>
        {isMissing ? words.missing : null}
        {error === null ? <Loading /> : null}
        {error === null || isMissing ? null : <ProblemNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  if (!isOver(job))
    return (
      <Page help={<HelpLink topic="csv" />} title={words.kinds[job.kind]} back={back}>
        <Progress job={job} />
      </Page>
    );
  return (
    <Page help={<HelpLink topic="csv" />} title={words.kinds[job.kind]} back={back}>
      <Section title={job.dryRun ? words.preview : words.result}>
        <Stack gap="sm">
          <Summary job={job} />
          {job.dryRun ? <RunChecked job={job} /> : null}
        </Stack>
      </Section>
      {job.failed > 0 ? <Refused job={job} /> : null}
      {job.dryRun && job.done > 0 ? <Changes job={job} /> : null}
    </Page>
  );
}
