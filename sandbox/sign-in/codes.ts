import { createHash, createHmac, randomBytes } from "node:crypto";
import { ok, refuse, type Answer } from "../answer.ts";
import { switchesOf, type State } from "../state.ts";
import type { Code } from "./code.ts";

const people = {
  owner: { userId: "1", name: "結 花子", email: "hanako@shop.example" },
  clerk: { userId: "2", name: "結 次郎", email: "jiro@shop.example" },
} as const;

/** Gives out a code; it is in the address that the browser goes back to. */
export function giveCode(state: State, code: Code): string {
  const word = randomBytes(24).toString("base64url");
  for (const [old, { goodUntil }] of state.codes)
    if (goodUntil < Date.now() - 600_000) state.codes.delete(old);
  state.codes.set(word, code);
  return word;
}

/** True if some contract has an app with this ID and secret; without a secret, with this ID. */
export const isApp = (state: State, clientId: string, clientSecret?: string): boolean =>
  [...state.contracts.values()].some(
    (contract) =>
      contract.clientId === clientId &&
      (clientSecret === undefined || contract.clientSecret === clientSecret),
  );

const wrong = (status: number, error: string, description: string): Answer => ({
  status,
  body: { error, error_description: description },
});

/** `POST /authorize/token`: exchanges a code for a user's token, if everything fits. */
export function giveUserToken(state: State, authorization: string, form: string): Answer {
  const pair = Buffer.from(/^Basic (.+)$/i.exec(authorization)?.[1] ?? "", "base64").toString();
  const [clientId = "", clientSecret = ""] = pair.split(":");
  if (!isApp(state, clientId, clientSecret)) {
    return wrong(401, "invalid_client", "Client authentication failed");
  }
  const words = new URLSearchParams(form);
  if (words.get("grant_type") !== "authorization_code") {
    return wrong(400, "unsupported_grant_type", "The grant type is not supported");
  }
  const code = state.codes.get(words.get("code") ?? "");
  const verified = createHash("sha256")
    .update(words.get("code_verifier") ?? "")
    .digest("base64url");
  const fits =
    code !== undefined &&
    code.clientId === clientId &&
    code.redirectUri === words.get("redirect_uri") &&
    (code.challenge === null || code.challenge === verified) &&
    code.goodUntil >= Date.now() &&
    !code.used;
  if (!fits) return wrong(400, "invalid_grant", "The code is wrong, too old, or was used");
  code.used = true;
  const token = randomBytes(32).toString("base64url");
  const { contractId, person, scopes } = code;
  state.userTokens.set(token, { contractId, person, scopes, goodUntil: Date.now() + 3_600_000 });
  const idToken = scopes.includes("openid") ? { id_token: idTokenOf(code, clientId, clientSecret) } : {};
  return ok({
    scope: scopes.join(" "),
    token_type: "Bearer",
    expires_in: 3600,
    access_token: token,
    ...idToken,
  });
}

const subOf = ({ contractId, person }: Pick<Code, "contractId" | "person">): string =>
  `smaregi:${createHash("sha256").update(`${contractId} ${person}`).digest("hex").slice(0, 24)}`;

function idTokenOf(code: Code, clientId: string, clientSecret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: "local-smaregi", aud: clientId, sub: subOf(code), iat: now, exp: now + 3600 };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", clientSecret).update(signed).digest("base64url")}`;
}

/** `POST /userinfo` (or GET, if a switch allows it): says whose token it is. */
export function tellUser(state: State, method: string, authorization: string): Answer {
  const { userinfoMethods } = switchesOf(state, "");
  if (!userinfoMethods.some((each) => each === method)) return refuse(405, "Method Not Allowed");
  const token = state.userTokens.get(/^Bearer (.+)$/i.exec(authorization)?.[1] ?? "");
  if (token === undefined || token.goodUntil < Date.now()) {
    return refuse(401, "アクセストークンが無効、または有効期限切れです。");
  }
  if (!token.scopes.includes("openid")) return refuse(403, "scope: openid", "Insufficient Scope");
  const { userId, name, email } = people[token.person];
  const { userinfoContractId } = switchesOf(state, token.contractId);
  return ok({
    sub: subOf(token),
    contract: {
      id: userinfoContractId ?? token.contractId,
      user_id: userId,
      is_owner: token.person === "owner",
    },
    ...(token.scopes.includes("profile") ? { name } : {}),
    ...(token.scopes.includes("email") ? { email, email_verified: true } : {}),
  });
}
