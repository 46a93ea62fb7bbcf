import { Alert, Badge, Button, Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Connection, Proofs } from "../../../../src/http/api-types.ts";
import { useFormats } from "../../../../ui/format.ts";
import { useWords } from "../../../../ui/language.tsx";
import { Loading } from "../../../../ui/Loading.tsx";
import { Page } from "../../../../ui/Page.tsx";
import { ProblemNotice } from "../../../../ui/ProblemNotice.tsx";
import { ButtonLink } from "../../../frame/links.tsx";
import { useMay } from "../../../frame/session.ts";
import { Crumbs } from "../../Crumbs.tsx";
import { connectionQuery, proofsQuery } from "../connection.ts";
import { proofWords } from "../proof-words.ts";
import { HelpLink } from "../../../help/HelpLink.tsx";
import { ContractStep } from "./ContractStep.tsx";
import { IsOn } from "./IsOn.tsx";
import { OnStep } from "./OnStep.tsx";
import { PlaceStep } from "./PlaceStep.tsx";
import "./start.css";
import { nextStep, steps, type Step } from "./steps.ts";
import { TestStep } from "./TestStep.tsx";
import { startWords } from "./words.ts";

/** 連携をはじめる: from a contract to a connection that is switched on, in four steps. The server knows the next step. */
export default function StartPage() {
  const words = useWords(startWords);
  const proof = useWords(proofWords);
  const mayEdit = useMay("settings.edit");
  const { signIn } = useSearch({ from: "/shell/settings/smaregi/start" });
  const saved = useQuery(connectionQuery);
  const proofs = useQuery({ ...proofsQuery, enabled: mayEdit });
  const isKnown = saved.data !== undefined && proofs.data !== undefined;
  return (
    <Page
      help={<HelpLink topic="connection" />}
      title={words.title}
      lead={words.lead}
      back={<Crumbs />}
      actions={
        <ButtonLink to="/settings/smaregi" variant="default">
          {words.settings}
        </ButtonLink>
      }
    >
      {mayEdit ? null : <Text className="soft">{words.readOnly}</Text>}
      {signIn === undefined || signIn === "proven" ? null : (
        <Alert color="yellow" variant="light" role="status">
          {proof.ends[signIn]}
        </Alert>
      )}
      <ProblemNotice error={saved.error ?? proofs.error} />
      {!mayEdit ? null : isKnown ? (
        <Steps saved={saved.data ?? null} proofs={proofs.data} />
      ) : saved.error === null && proofs.error === null ? (
        <Loading />
      ) : null}
    </Page>
  );
}

function Steps({ saved, proofs }: { saved: Connection | null; proofs: Proofs }) {
  const words = useWords(startWords);
  const { list, moment } = useFormats();
  const next = nextStep(saved, proofs);
  // A step that the reader opened again, or skipped to. It ends when the server's state changes.
  const [opened, open] = useState<{ step: Step; from: string } | null>(null);
  const from = `${next} ${JSON.stringify(saved)} ${proofs.items.length}`;
  const now = opened !== null && opened.from === from ? opened.step : next;
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(now);
  useEffect(() => {
    // The focus moves to the step, for people who work with the keyboard.
    if (first.current !== now) heading.current?.focus();
    first.current = now;
  }, [now]);
  if (now === "done") return <IsOn heading={heading} />;
  const reached = next === "done" ? steps.length : steps.indexOf(next);
  const summary: Partial<Record<Step, string | undefined>> = {
    contract: list(proofs.items.map(({ contractId }) => words.contractDone(contractId))),
    place: saved === null ? undefined : words.placeDone(saved.storeId, saved.terminalId),
    test: saved?.testedAt === undefined ? undefined : words.testPassed(moment(saved.testedAt)),
  };
  const goTo = (step: Step) => open({ step, from });
  const content: Record<Step, () => ReactNode> = {
    contract: () => <ContractStep proofs={proofs} goOn={() => goTo("place")} />,
    place: () => <PlaceStep saved={saved} proofs={proofs} goOn={() => goTo("test")} />,
    test: () => <TestStep goOn={() => goTo("on")} />,
    on: () => (saved === null ? null : <OnStep saved={saved} />),
  };
  return (
    <ol className="start">
      {steps.map((step, nth) => {
        const isNow = step === now;
        const isDone = !isNow && nth < reached;
        return (
          <li key={step} {...(isNow ? { "aria-current": "step" as const } : {})}>
            <Group gap="sm" wrap="nowrap" align="flex-start" justify="space-between">
              <Title order={2} tabIndex={-1} ref={isNow ? heading : null}>
                {nth + 1}. {words.steps[step]}
              </Title>
              <Badge color={isDone ? "green" : isNow ? "ai" : "gray"} style={{ flex: "none" }}>
                {isDone ? words.done : isNow ? words.now : words.later}
              </Badge>
            </Group>
            {isDone ? (
              <Group gap="sm" mt="xs">
                <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                  {summary[step]}
                </Text>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={words.changeOf(words.steps[step])}
                  onClick={() => goTo(step)}
                >
                  {step === "test" ? words.testAgain : words.change}
                </Button>
              </Group>
            ) : null}
            {isNow ? <div className="step-content">{content[step]()}</div> : null}
          </li>
        );
      })}
    </ol>
  );
}
