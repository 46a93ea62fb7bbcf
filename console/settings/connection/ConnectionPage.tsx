import { Alert, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { ButtonLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { Crumbs } from "../Crumbs.tsx";
import { HelpLink } from "../../help/HelpLink.tsx";
import { connectionQuery, proofsQuery } from "./connection.ts";
import { ConnectionForm } from "./ConnectionForm.tsx";
import { ConnectionView } from "./ConnectionView.tsx";
import { PaymentMethods } from "./PaymentMethods.tsx";
import { proofWords } from "./proof-words.ts";
import { ProveContract } from "./ProveContract.tsx";
import { RemoveConnection } from "./RemoveConnection.tsx";
import { TestConnection } from "./TestConnection.tsx";
import { connectionWords } from "./words.ts";

const storeOf = ({ contractId, storeId }: { contractId: string; storeId: string }) => ({
  contractId,
  storeId,
});

/** 店舗設定 > 外部サービス連携 > スマレジ連携設定. */
export default function ConnectionPage() {
  const said = useWords(frame);
  const words = useWords(connectionWords);
  const mayEdit = useMay("settings.edit");
  const proof = useWords(proofWords);
  const { signIn } = useSearch({ from: "/shell/settings/smaregi" });
  const { data: saved, error, refetch } = useQuery(connectionQuery);
  const { data: proofs } = useQuery({ ...proofsQuery, enabled: mayEdit });
  const [isDirty, setDirty] = useState(false);
  const isKnown = saved !== undefined;
  return (
    <Page
      help={<HelpLink topic="connection" />}
      title={said.connection}
      lead={words.lead}
      back={<Crumbs isConnection />}
      actions={
        <Group gap="xs" component="nav" aria-label={words.more}>
          {mayEdit && isKnown && saved?.enabled !== true ? (
            <ButtonLink to="/settings/smaregi/start">{words.start}</ButtonLink>
          ) : null}
          <ButtonLink to="/settings/smaregi/log" variant="default">
            {said.log}
          </ButtonLink>
          <ButtonLink to="/settings/smaregi/reconciliations" variant="default">
            {said.reconciliations}
          </ButtonLink>
        </Group>
      }
    >
      {isKnown ? null : error === null ? (
        <Loading />
      ) : (
        <ProblemNotice error={error} retry={() => void refetch()} />
      )}
      {signIn === undefined ? null : (
        <Alert color={signIn === "proven" ? "green" : "yellow"} variant="light" role="status">
          {proof.ends[signIn]}
        </Alert>
      )}
      {saved?.stopped === undefined ? null : (
        <Alert color="shu" variant="light" role="status">
          {proof.stopped[saved.stopped.why]}
        </Alert>
      )}
      {isKnown && proofs !== undefined ? <ProveContract proofs={proofs} /> : null}
      {isKnown && mayEdit ? (
        <ConnectionForm saved={saved} proofs={proofs} signIn={signIn} tellDirty={setDirty} />
      ) : null}
      {isKnown && !mayEdit ? (
        <>
          <Text className="soft">{words.readOnly}</Text>
          <ConnectionView saved={saved} />
        </>
      ) : null}
      {isKnown && saved !== null ? <TestConnection isDirty={isDirty} isEnabled={saved.enabled} /> : null}
      {isKnown && saved !== null && mayEdit ? (
        <PaymentMethods key={`${saved.contractId} ${saved.storeId}`} store={storeOf(saved)} />
      ) : null}
      {isKnown && saved !== null && mayEdit ? <RemoveConnection /> : null}
    </Page>
  );
}
