import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { SignInLink } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { Loading } from "../../ui/Loading.tsx";
import { LinkPage } from "./LinkPage.tsx";
import { SignInPage } from "./SignInPage.tsx";

/** `/sign-in#link=TOKEN`: shows whose one-time link it is, and asks before it is used. Without a link, shows the sign-in. */
export function SignInByLink() {
  const navigate = useNavigate();
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("link"));
  const link = useQuery({
    queryKey: ["sign-in link", token],
    queryFn: () => ask<SignInLink>("POST", "/console/api/session/link/look", { body: { token } }),
    enabled: token !== null,
    // A link changes only when it is used, so an open page does not ask again.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  useEffect(() => {
    if (token === null) void navigate({ to: "/", replace: true });
  }, [navigate, token]);
  if (token !== null && link.data !== undefined) return <LinkPage token={token} link={link.data} />;
  if (link.error !== null)
    return <SignInPage problem={link.error} done={() => void navigate({ to: "/", replace: true })} />;
  return <Loading isWhole />;
}
