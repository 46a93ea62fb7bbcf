import { SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { useSession } from "../frame/session.ts";
import { statusQuery } from "../frame/status.ts";
import { words as frame } from "../frame/words.ts";
import { ConnectionState } from "./ConnectionState.tsx";
import { Figures } from "./Figures.tsx";
import { FirstSteps, useSteps } from "./FirstSteps.tsx";
import { FoundByCheck } from "./FoundByCheck.tsx";
import { isAnswering } from "../incidents/waits.ts";
import { OpenIncidents } from "../incidents/OpenIncidents.tsx";
import { LatestFailure } from "./LatestFailure.tsx";
import { OnUntested } from "./OnUntested.tsx";
import { OrdersBehind } from "./OrdersBehind.tsx";
import { PracticeGuide } from "./PracticeGuide.tsx";
import { Speed } from "./Speed.tsx";
import { useReady } from "./useReady.ts";
import { ZeroQuestion } from "./ZeroQuestion.tsx";

/** 加盟店TOP: first what someone has to do, then the state of things. */
export default function TopPage() {
  const words = useWords(frame);
  const { practice } = useSession();
  const { data: status, error, refetch } = useQuery(statusQuery);
  const steps = useSteps();
  const isReady = useReady(status);
  if (status === undefined || steps.isPending || !isReady) {
    return (
      <Page title={words.top}>
        {error === null ? <Loading /> : <ProblemNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page title={words.top}>
      {status.zeroQuestion === null ? null : <ZeroQuestion question={status.zeroQuestion} />}
      {status.openIncidents === 0 ? null : <OpenIncidents isAnswering={isAnswering(status)} />}
      {status.latestFailure === null ? null : (
        <LatestFailure failure={status.latestFailure} open={status.openFailures} />
      )}
      {status.ordersBehind === 0 ? null : (
        <OrdersBehind count={status.ordersBehind} isOn={status.connection.state === "on"} />
      )}
      {status.connection.forced === undefined ? null : <OnUntested forced={status.connection.forced} />}
      <FirstSteps
        isSetUp={status.connection.reason !== "none"}
        isOn={status.connection.state === "on"}
        steps={steps}
      />
      <Figures status={status} />
      {status.foundByCheck === 0 ? null : <FoundByCheck count={status.foundByCheck} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <ConnectionState now={status.connection} aheadSeconds={status.clockAheadSeconds} />
        <Speed latency={status.syncLatencyMs} each={status.syncLatencies} />
      </SimpleGrid>
      {practice === null ? null : <PracticeGuide practice={practice} />}
    </Page>
  );
}
