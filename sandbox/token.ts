import { randomBytes } from "node:crypto";
import { refuse, type Answer } from "./answer.ts";
import type { Contract, State } from "./state.ts";
import { switchesOf } from "./switches.ts";

/** `POST /app/{contractId}/token`: client credentials for an opaque token. */
export function giveToken(state: State, contractId: string, authorization: string, form: string): Answer {
  const switches = switchesOf(state, contractId);
  const wrong = (error: string, description: string): Answer =>
    switches.tokenErrorShape === "problem"
      ? refuse(401, description)
      : { status: 401, body: { error, error_description: description, message: description } };
  const contract = state.contracts.get(contractId);
  const pair = Buffer.from(/^Basic (.+)$/i.exec(authorization)?.[1] ?? "", "base64").toString("utf8");
  if (contract === undefined || pair !== `${contract.clientId}:${contract.clientSecret}`) {
    return wrong("invalid_client", "Client authentication failed");
  }
  const words = new URLSearchParams(form);
  if (words.get("grant_type") !== "client_credentials") {
    return { status: 400, body: { error: "unsupported_grant_type" } };
  }
  const asked = (words.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const scopes = asked.filter(
    (scope) => contract.scopes.includes(scope) && !switches.droppedScopes.includes(scope),
  );
  const token = randomBytes(32).toString("base64url");
  state.tokens.set(token, { contractId, scopes, goodUntil: Date.now() + switches.tokenSeconds * 1000 });
  const body = {
    scope: scopes.join(" "),
    token_type: "Bearer",
    expires_in: switches.tokenSeconds,
    access_token: token,
  };
  return { status: 200, body };
}

/** The contract that a bearer token opens for this scope, or the refusal. */
export function openContract(
  state: State,
  contractId: string,
  authorization: string,
  scope: string,
): { contract: Contract } | { refused: Answer } {
  const token = state.tokens.get(/^Bearer (.+)$/i.exec(authorization)?.[1] ?? "");
  if (token === undefined || token.goodUntil < Date.now()) {
    return { refused: refuse(401, "アクセストークンが無効、または有効期限切れです。") };
  }
  const contract = state.contracts.get(contractId);
  if (token.contractId !== contractId || contract === undefined) {
    return {
      refused: refuse(switchesOf(state, contractId).contractMismatchStatus, "契約IDが一致しません。"),
    };
  }
  if (!token.scopes.includes(scope)) return { refused: refuse(403, `scope: ${scope}`) };
  return { contract };
}
