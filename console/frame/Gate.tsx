import { Center, Modal, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useWords } from "../../ui/language.tsx";
import { Problem } from "../../ui/api.ts";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { SecondStepPage } from "../account/SecondStepPage.tsx";
import { SignInForm } from "../account/SignInForm.tsx";
import { SignInPage } from "../account/SignInPage.tsx";
import { signInWords } from "../account/words.ts";
import { OtherAccount } from "./OtherAccount.tsx";
import { isSignedOut, sessionQuery } from "./session.ts";

/**
 * Shows pages to signed-in readers, and the sign-in to others, at the same address. If a session ends while a page is open, the
 * sign-in opens above it, and what was entered stays.
 */
export function Gate({ children }: { children: ReactNode }) {
  const said = useWords(signInWords);
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const [isOut, setOut] = useEnded();

  if (session.isPending) return <Loading isWhole />;
  if (session.data === undefined) {
    if (isSignedOut(session.error)) return <SignInPage />;
    return (
      <Center h="100vh" p="md">
        <ProblemNotice error={session.error} retry={() => void session.refetch()} />
      </Center>
    );
  }
  if (session.data.mustSetSecondStep) return <SecondStepPage />;
  return (
    <>
      {children}
      <OtherAccount />
      {/* Above every other dialog, because one may be open. */}
      <Modal opened={isOut} onClose={() => {}} withCloseButton={false} title={said.ended} zIndex={350}>
        <Text size="sm" mb="md">
          {said.endedLead}
        </Text>
        <SignInForm
          email={session.data.account.email}
          done={() => {
            setOut(false);
            void client.invalidateQueries();
          }}
        />
      </Modal>
    </>
  );
}

/** Returns whether the session ended while a page is open; any call can report it. */
function useEnded() {
  const client = useQueryClient();
  const [isOut, setOut] = useState(false);
  useEffect(() => {
    const heard = (error: unknown) => {
      if (isSignedOut(error) && client.getQueryData(sessionQuery.queryKey) !== undefined) setOut(true);
      // The second step became mandatory while the page was open.
      if (error instanceof Problem && error.code === "second_step_missing")
        void client.invalidateQueries({ ...sessionQuery, predicate: ({ state }) => !state.isInvalidated });
    };
    const queries = client.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") heard(event.action.error);
    });
    const mutations = client.getMutationCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") heard(event.action.error);
    });
    return () => {
      queries();
      mutations();
    };
  }, [client]);
  return [isOut, setOut] as const;
}
