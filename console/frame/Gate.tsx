import { Center, Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Problem } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { SignInForm } from "../account/SignInForm.tsx";
import { SignInPage } from "../account/SignInPage.tsx";
import { signInWords } from "../account/words.ts";
import { sessionQuery } from "./session.ts";

/**
 * Shows pages to those who are signed in, and the sign-in to others, at the same address. A session that ends while a
 * page is open asks for the sign-in above it: what was entered is still there.
 */
export function Gate({ children }: { children: ReactNode }) {
  const said = useWords(signInWords);
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const [isOut, setOut] = useState(false);
  useEffect(() => {
    const heard = ({ error }: { error?: unknown }) => {
      if (error instanceof Problem && error.status === 401) setOut(true);
    };
    const queries = client.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error" && event.query.queryKey[0] !== "session")
        heard(event.action);
    });
    const mutations = client.getMutationCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") heard(event.action);
    });
    return () => {
      queries();
      mutations();
    };
  }, [client]);

  if (session.isPending) return <Loading isWhole />;
  if (session.data === undefined) {
    const isSignedOut = session.error instanceof Problem && session.error.status === 401;
    if (isSignedOut) return <SignInPage />;
    return (
      <Center h="100vh" p="md">
        <ProblemNotice error={session.error} retry={() => void session.refetch()} />
      </Center>
    );
  }
  return (
    <>
      {children}
      <Modal opened={isOut} onClose={() => {}} withCloseButton={false} title={said.ended}>
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
