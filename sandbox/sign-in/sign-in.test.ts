import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, until, type Ground, type Json } from "../ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

const back = "http://127.0.0.1:9/back";
const verifier = "v".repeat(43);
const asked = {
  response_type: "code",
  client_id: "client",
  redirect_uri: back,
  scope: "openid profile email",
  state: "s-1",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
};
const authorize = (more: Record<string, string> = {}) =>
  `${ground.sandbox.url}/authorize?${new URLSearchParams({ ...asked, ...more }).toString()}`;

/** Presses a button of the page; returns the address that the browser goes back to. */
async function press(button: string, more: Record<string, string> = {}): Promise<URL> {
  const form = new URLSearchParams({ press: button, contract: "sb_1" });
  const response = await fetch(authorize(more), { method: "POST", body: form, redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

async function fetchToken(code: string, more: Record<string, string> = {}, secret = "secret"): Promise<Json> {
  const form = { grant_type: "authorization_code", code, redirect_uri: back, code_verifier: verifier };
  const response = await fetch(`${ground.sandbox.url}/authorize/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`client:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ ...form, ...more }),
  });
  return { status: response.status, body: await response.json() };
}

async function userInfo(token: string, method = "POST"): Promise<Json> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${ground.sandbox.url}/userinfo`, { method, headers });
  return { status: response.status, body: await response.json() };
}

const codeOf = (address: URL) => address.searchParams.get("code") ?? "";

describe("スマレジでログイン", () => {
  it("one press leads back with a code, which opens whose contract it is", async () => {
    const page = await (await fetch(authorize())).text();
    expect(page).toContain("<option>sb_1</option>");
    const address = await press("owner");
    expect(`${address.origin}${address.pathname}`).toBe(back);
    expect(address.searchParams.get("state")).toBe("s-1");
    const { status, body } = await fetchToken(codeOf(address));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600, id_token: expect.any(String) });
    expect(await userInfo(body.access_token)).toMatchObject({
      status: 200,
      body: { sub: expect.stringMatching(/^smaregi:/), contract: { id: "sb_1", is_owner: true } },
    });
    const clerk = await fetchToken(codeOf(await press("clerk", { scope: "openid" })));
    const told = (await userInfo(clerk.body.access_token)).body;
    expect(told.contract.is_owner).toBe(false);
    expect(told).not.toHaveProperty("email");
  });

  it("a code is good once, for its app, its address and its verifier only", async () => {
    const fresh = async () => codeOf(await press("owner"));
    expect(await fetchToken(await fresh(), {}, "wrong")).toMatchObject({ status: 401 });
    for (const more of [
      { code_verifier: "w".repeat(43) },
      { redirect_uri: `${back}/elsewhere` },
      { code: "unknown" },
    ]) {
      expect(await fetchToken(await fresh(), more)).toMatchObject({
        status: 400,
        body: { error: "invalid_grant" },
      });
    }
    const code = await fresh();
    expect((await fetchToken(code)).status).toBe(200);
    expect((await fetchToken(code)).status).toBe(400);
    for (const fault of ["late", "reusedCode"])
      expect((await fetchToken(codeOf(await press(fault)))).status).toBe(400);
    const { access_token } = (await fetchToken(codeOf(await press("wrongContract")))).body;
    expect((await userInfo(access_token)).body.contract.id).toBe("sb_1_another");
  });

  it("refused, it goes back with access_denied; what can't be trusted is never gone back to", async () => {
    const refused = await press("refuse");
    expect(Object.fromEntries(refused.searchParams)).toEqual({ error: "access_denied", state: "s-1" });
    for (const more of [
      { client_id: "nobody" },
      { redirect_uri: "http://elsewhere.example/back" },
      { response_type: "token" },
      { code_challenge_method: "plain" },
    ])
      expect((await fetch(authorize(more as Record<string, string>))).status).toBe(400);
    await ground.control("PUT", "/redirects", { redirectUris: ["https://cart.example/back"] });
    expect((await fetch(authorize())).status).toBe(400);
    expect((await fetch(authorize({ redirect_uri: "https://cart.example/back" }))).status).toBe(200);
    const page = await (await fetch(authorize({ client_id: "<script>" }))).text();
    expect(page).not.toContain("<script>");
  });

  it("switches and faults hold for it, too", async () => {
    await ground.control("PATCH", "/switches", { userinfoMethods: ["POST"], userinfoContractId: "sb_odd" });
    const { access_token } = (await fetchToken(codeOf(await press("owner")))).body;
    expect((await userInfo(access_token, "GET")).status).toBe(405);
    expect((await userInfo(access_token)).body.contract.id).toBe("sb_odd");
    await ground.control("POST", "/faults", { call: "POST /userinfo", kind: "status503" });
    expect((await userInfo(access_token)).status).toBe(503);
    expect((await ground.control("GET", "/calls")).counts["POST /authorize/token"]).toBe(1);
  });
});

describe("利用者通知", () => {
  it("goes to an address of its own, with numbers in it; ended, the app gets no token until it is taken up again", async () => {
    const hook = (await ground.control("GET", "/webhook")).webhook;
    const subscriptionUrl = hook.url;
    await ground.control("PUT", "/webhook", { ...hook, subscriptionUrl });
    await ground.control("POST", "/contracts/sb_1/subscription", { action: "force-stop" });
    await until("the notification", () => ground.notices("AppSubscription").length === 1);
    const [notice] = ground.notices("AppSubscription");
    expect(notice?.body).toMatchObject({
      contractId: "sb_1",
      action: "force-stop",
      clientId: "client",
      plan: { price: 3300 },
    });
    expect(notice?.headers).toMatchObject({ "smaregi-contract-id": "sb_1" });
    expect((await ground.token()).status).toBe(401);
    await ground.control("PATCH", "/switches", { subscriptionHeader: "absent" });
    await ground.control("POST", "/contracts/sb_1/subscription", { action: "cancel-force-stop" });
    await until("the second", () => ground.notices("AppSubscription").length === 2);
    const last = ground.notices("AppSubscription")[1];
    expect(Object.keys(last?.headers ?? {})).not.toContain(hook.headerName.toLowerCase());
    expect((await ground.token()).status).toBe(200);
  });
});
