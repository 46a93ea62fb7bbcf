import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Session } from "../../src/http/api-types.ts";
import { ask, type Problem } from "../../ui/api.ts";
import { Loading } from "../../ui/Loading.tsx";
import { sessionQuery } from "../frame/session.ts";
import { SignInPage } from "./SignInPage.tsx";

/** `/sign-in#link=TOKEN`: uses the one-time link, and goes to the top page; without a link, the sign-in. */
export function SignInByLink() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("link"));
  // It works once: a second call, as React makes them while developing, would fail.
  const used = useRef(false);
  useEffect(() => {
    if (used.current) return;
    used.current = true;
    if (token === null) {
      void navigate({ to: "/", replace: true });
      return;
    }
    ask<Session>("POST", "/console/api/session/link", { body: { token } }).then(
      (session) => {
        client.setQueryData(sessionQuery.queryKey, session);
        return navigate({ to: session.mustSetPassword ? "/account" : "/", replace: true });
      },
      (error: Problem) => setProblem(error),
    );
  }, [client, navigate, token]);
  if (problem === null) return <Loading isWhole />;
  return <SignInPage problem={problem} done={() => void navigate({ to: "/", replace: true })} />;
}
