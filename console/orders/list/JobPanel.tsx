import { Alert, Button, Group, Progress, Text } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { OrderJob, OrderOutcome } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { TextLink } from "../../frame/links.tsx";
import { listWords } from "./words.ts";

const jobOptions = (id: string) =>
  queryOptions({
    queryKey: ["orders", "job", id],
    queryFn: ({ signal }) => ask<OrderJob>("GET", `/api/v1/order-jobs/${id}`, { signal }),
    // If no order changes, no live event reports the progress.
    refetchInterval: ({ state: { data } }) => (data?.state === "done" ? false : 1_000),
  });

/** Shows the progress of an order job, its results, and which orders failed and why (W3). */
export function JobPanel({ id, close }: { id: string; close(): void }) {
  const words = useWords(listWords);
  const said = useWords(common);
  const { data: job, error } = useQuery(jobOptions(id));
  if (job === undefined) return <ProblemNotice error={error} />;
  const through = job.done + job.same + job.refused;
  const isDone = job.state === "done";
  return (
    <Alert
      color={isDone && job.refused > 0 ? "shu" : "ai"}
      variant="light"
      mb="sm"
      title={isDone ? words.jobDone : words.jobRuns(through, job.total)}
    >
      {isDone ? null : (
        <Progress
          value={job.total === 0 ? 100 : (through / job.total) * 100}
          aria-label={words.jobRuns(through, job.total)}
          mb="xs"
        />
      )}
      <Group gap="md" role="status">
        <Text size="sm">{words.jobCounts(job.done, job.same, job.refused)}</Text>
        <Button size="compact-sm" variant="subtle" onClick={close}>
          {said.close}
        </Button>
      </Group>
      {job.refused === 0 ? null : <Refused id={id} />}
    </Alert>
  );
}

function Refused({ id }: { id: string }) {
  const words = useWords(listWords);
  const { number } = useFormats();
  const { rows, more, isLoadingMore } = useList(
    listOptions<OrderOutcome>(["orders", "outcomes", id], `/api/v1/order-jobs/${id}/outcomes`, {
      outcome: "refused",
      limit: 50,
    }),
  );
  return (
    <>
      <ul className="plain" aria-label={words.refused}>
        {rows.map(({ orderId, label, reason }, nth) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={nth}>
            {orderId === null || label === "" ? (
              <b>{label === "" ? words.unknownOrder : label}</b>
            ) : (
              <TextLink to="/orders/$id" params={{ id: orderId }} underline="always" className="figures">
                {label}
              </TextLink>
            )}{" "}
            {reason?.text}
          </li>
        ))}
      </ul>
      {more === null ? null : (
        <Button size="compact-sm" variant="default" onClick={more} loading={isLoadingMore}>
          {words.moreRefused(number(rows.length))}
        </Button>
      )}
    </>
  );
}
