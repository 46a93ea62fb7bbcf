import type { Answer } from "../answer.ts";
import type { State } from "../state.ts";
import type { Code } from "./code.ts";
import { giveCode, isApp } from "./codes.ts";
import { signInPage, wrongPage } from "./page.ts";

type Asked = Pick<Code, "clientId" | "redirectUri" | "scopes" | "challenge"> & { state: string | null };

/**
 * Returns what `GET /authorize` asks for, or why no one is asked. For a wrong app or address the browser is never sent back there.
 */
function readAsked(state: State, query: URLSearchParams): Asked | string {
  const clientId = query.get("client_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isApp(state, clientId)) return `client_id: 「${clientId}」というアプリはありません。`;
  if (!isRegistered(state, redirectUri)) {
    return `redirect_uri: 「${redirectUri}」は、このアプリに登録されていません。`;
  }
  if (query.get("response_type") !== "code") return "response_type: code を指定してください。";
  const challenge = query.get("code_challenge");
  if (challenge !== null && query.get("code_challenge_method") !== "S256") {
    return "code_challenge_method: S256 を指定してください。";
  }
  const scopes = (query.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  return { clientId, redirectUri, scopes, challenge, state: query.get("state") };
}

/** Without a list, only addresses of this machine are allowed, and any of them. */
function isRegistered(state: State, redirectUri: string): boolean {
  if (state.redirectUris !== null) return state.redirectUris.includes(redirectUri);
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** `GET /authorize`: the page on which a person allows an app to know who they are, or refuses. */
export function askPerson(state: State, query: URLSearchParams): Answer {
  const asked = readAsked(state, query);
  if (typeof asked === "string") return wrongPage(asked);
  const contracts = [...state.contracts.values()].filter((each) => each.clientId === asked.clientId);
  return signInPage(
    contracts.map((contract) => contract.contractId),
    asked.clientId,
    query,
  );
}

/**
 * `POST /authorize`: takes the button that was pressed on the page, and sends the browser back to the app with a code or with the
 * refusal.
 */
export function takePress(state: State, query: URLSearchParams, form: URLSearchParams): Answer {
  const asked = readAsked(state, query);
  if (typeof asked === "string") return wrongPage(asked);
  const press = form.get("press") ?? "";
  const contractId = form.get("contract") ?? "";
  const back = (answer: Record<string, string>): Answer => {
    const address = new URL(asked.redirectUri);
    const all = { ...answer, ...(asked.state === null ? {} : { state: asked.state }) };
    for (const [name, value] of Object.entries(all)) address.searchParams.set(name, value);
    return { status: 303, body: "", headers: { location: address.href, "cache-control": "no-store" } };
  };
  if (press === "refuse") return back({ error: "access_denied" });
  const code: Code = {
    contractId,
    person: press === "clerk" ? "clerk" : "owner",
    clientId: asked.clientId,
    redirectUri: asked.redirectUri,
    scopes: asked.scopes,
    challenge: asked.challenge,
    goodUntil: Date.now() + 600_000,
    used: false,
  };
  switch (press) {
    case "owner":
    case "clerk":
      if (!state.contracts.has(contractId)) return wrongPage(`契約「${contractId}」はありません。`);
      return back({ code: giveCode(state, code) });
    case "wrongContract":
      return back({ code: giveCode(state, { ...code, contractId: `${contractId}_another` }) });
    case "late":
      return back({ code: giveCode(state, { ...code, goodUntil: Date.now() - 1 }) });
    case "reusedCode":
      return back({ code: giveCode(state, { ...code, used: true }) });
    default:
      return wrongPage("press: owner, clerk, refuse, wrongContract, late, reusedCode");
  }
}
