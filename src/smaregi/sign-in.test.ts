import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { useServer } from "./server.fixture.ts";
import { newSignIn } from "./sign-in.ts";

const server = useServer();
const app = { clientId: "my-app_1", clientSecret: "se-cret_2", redirectUri: "https://cart.example/back" };
const token = { access_token: "t0ken", token_type: "Bearer", expires_in: 3600, id_token: "not.a.jwt" };
const user = { sub: "smaregi:1", contract: { id: "skc1", user_id: "u77", is_owner: true } };

/** Reads the result of a sign-in from a server that gives these answers to the two calls. */
async function read(
  answers: { token?: [number, string]; user?: [number, string] } = {},
  query: Record<string, string> = { code: "c0de" },
) {
  const { state, verifier } = newSignIn();
  const asked = await server.answer((request, response) => {
    const [status, body] =
      request.url === "/authorize/token"
        ? (answers.token ?? [200, JSON.stringify(token)])
        : (answers.user ?? [200, JSON.stringify(user)]);
    response.writeHead(status, { location: "/elsewhere" }).end(body);
  });
  const answer = new URLSearchParams({ state, ...query });
  const outcome = await server.smaregi.readSignIn({ ...app, state, verifier, answer });
  return { outcome, asked, verifier, state };
}

describe("スマレジでログイン over the wire", () => {
  it("asks for the code's token with Basic as Smaregi reads it, then by POST whose it is", async () => {
    const { outcome, asked, verifier } = await read();
    expect(outcome).toEqual({ kind: "signedIn", contractId: "skc1", user: "u77", isOwner: true });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /authorize/token",
      "POST /userinfo",
    ]);
    expect(asked[0]?.headers["authorization"]).toBe(
      `Basic ${Buffer.from("my-app_1:se-cret_2").toString("base64")}`,
    );
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: app.redirectUri,
      code_verifier: verifier,
    });
    expect(asked[1]?.headers["authorization"]).toBe("Bearer t0ken");
  });

  it("sends people to the page with the verifier's hash, never with the verifier", async () => {
    const { state, verifier } = newSignIn();
    await server.answer(() => undefined);
    const url = new URL(await server.smaregi.signInUrl({ ...app, state, verifier }));
    expect(url.pathname).toBe("/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: "code",
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      scope: "openid email profile",
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect(url.href).not.toContain(verifier);
    expect(newSignIn().state).not.toBe(state);
  });

  it.each([{}, { user_id: null, is_owner: null }])("takes nobody for an owner by %j", async (more) => {
    const told = { sub: "smaregi:2", contract: { id: "skc1", ...more } };
    expect((await read({ user: [200, JSON.stringify(told)] })).outcome).toEqual({
      kind: "signedIn",
      contractId: "skc1",
      user: "smaregi:2",
      isOwner: false,
    });
  });

  it.each([
    [{ error: "access_denied" }, { kind: "denied" }],
    [{ error: "server_error" }, { kind: "invalid", reason: "server_error" }],
    [{}, { kind: "invalid" }],
    [{ code: "c0de", state: "another" }, { kind: "invalid" }],
    [{ code: "c0de", iss: "https://elsewhere.example" }, { kind: "invalid" }],
    [{ code: "c0de", token: "x" }, { kind: "invalid" }],
  ])("asks nothing where %j came back", async (query, kind) => {
    const { outcome, asked } = await read({}, query as Record<string, string>);
    expect(outcome).toMatchObject(kind);
    expect(asked).toEqual([]);
  });

  it.each([
    [400, JSON.stringify({ error: "invalid_grant" }), "refused"],
    [401, JSON.stringify({ type: "about:blank", title: "No", detail: "no", status: 401 }), "refused"],
    [200, "{broken", "unclear"],
    [200, JSON.stringify({ sub: "x", contract: { id: "a/b" } }), "unclear"],
    [204, "", "unclear"],
    [302, "", "unclear"],
    [429, "slow", "unclear"],
    [503, "<html>", "unclear"],
  ])(
    "P4: %i %s is %s, of the token as of the user, and nothing of it is told",
    async (status, body, kind) => {
      for (const which of ["token", "user"] as const) {
        const { outcome, asked } = await read({ [which]: [status, body] });
        expect(outcome).toMatchObject({ kind, step: "token" });
        expect(JSON.stringify(outcome)).not.toContain("t0ken");
        expect(asked).toHaveLength(which === "token" ? 1 : 2);
      }
    },
  );
});
