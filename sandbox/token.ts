import { randomBytes, timingSafeEqual } from "node:crypto";
import { refuse, type Answer } from "./answer.ts";
import { switchesOf, type Contract, type State } from "./state.ts";

/** `POST /app/{contractId}/token`: exchanges client credentials for an opaque token. */
export function giveToken(state: State, contractId: string, authorization: string, form: string): Answer {
  const { tokenErrorShape, tokenSeconds, droppedScopes } = switchesOf(state, contractId);
  const wrong = (status: number, error: string, description: string): Answer =>
    tokenErrorShape === "problem"
      ? refuse(status, description)
      : { status, body: { error, error_description: description, message: description } };
  const contract = state.contracts.get(contractId);
  const pair = Buffer.from(/^Basic (.+)$/i.exec(authorization)?.[1] ?? "", "base64");
  if (contract === undefined || !isSame(pair, `${contract.clientId}:${contract.clientSecret}`)) {
    return wrong(401, "invalid_client", "Client authentication failed");
  }
  if (contract.appEnded) return wrong(401, "invalid_client", "The contract does not use this app any more");
  const words = new URLSearchParams(form);
  if (words.get("grant_type") !== "client_credentials") {
    return wrong(400, "unsupported_grant_type", "The grant type is not supported");
  }
  const asked = new Set((words.get("scope") ?? "").split(" ").filter((scope) => scope !== ""));
  const scopes = [...asked].filter(
    (scope) => contract.scopes.includes(scope) && !droppedScopes.includes(scope),
  );
  const token = randomBytes(32).toString("base64url");
  forgetOld(state);
  state.tokens.set(token, { contractId, scopes, goodUntil: Date.now() + tokenSeconds * 1000 });
  return {
    status: 200,
    body: {
      scope: scopes.join(" "),
      token_type: "Bearer",
      expires_in: tokenSeconds,
      access_token: token,
    },
  };
}

const isSame = (given: Buffer, wanted: string): boolean => {
  const right = Buffer.from(wanted);
  return given.length === right.length && timingSafeEqual(given, right);
};

function forgetOld(state: State): void {
  for (const [token, { goodUntil }] of state.tokens) if (goodUntil < Date.now()) state.tokens.delete(token);
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
    const { contractMismatchStatus } = switchesOf(state, contractId);
    return { refused: refuse(contractMismatchStatus, "契約IDが一致しません。") };
  }
  if (!token.scopes.includes(scope)) {
    return { refused: refuse(403, `scope: ${scope}`, "Insufficient Scope") };
  }
  return { contract };
}
