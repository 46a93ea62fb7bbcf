import { describe, expect, it } from "vitest";
import { account, sale, useLocalSmaregi } from "./local.fixture.ts";
import { useServer } from "./server.fixture.ts";

const good = JSON.stringify({ access_token: "t0ken", expires_in: 3600, scope: "pos.stock:read" });

describe("a token", () => {
  const local = useLocalSmaregi();

  it("is asked for once for many callers, and kept", async () => {
    await Promise.all(Array.from({ length: 20 }, () => local.smaregi.product(account, "8000001")));
    await local.smaregi.product(account, "8000001");
    expect((await local.counts())["POST /token"]).toBe(1);
  });

  it("is another one for other credentials, and asked for again once forgotten", async () => {
    const { smaregi, counts } = local;
    await smaregi.credentials(account);
    const wrong = await smaregi.credentials({ ...account, clientSecret: "other" });
    expect(wrong.kind).toBe("refused");
    expect((await counts())["POST /token"]).toBe(2);
    smaregi.forget(account.contractId);
    expect(await smaregi.credentials(account)).toMatchObject({
      kind: "ok",
      scopes: expect.arrayContaining(["pos.stock:read"]),
    });
    expect((await counts())["POST /token"]).toBe(3);
  });

  it("is renewed once on a 401; a second 401 is refused", async () => {
    const { smaregi, counts, fault } = local;
    await smaregi.product(account, "8000001");
    await fault("GET /products/{id}", "status401");
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "found" });
    expect((await counts())["POST /token"]).toBe(2);
    await fault("POST /transactions", "status401");
    expect(await smaregi.registerTransaction(account, sale("1"))).toMatchObject({ kind: "registered" });
    await fault("GET /products/{id}", "status401", 2);
    expect(await smaregi.product(account, "8000001")).toMatchObject({
      kind: "refused",
      step: "call",
      status: 401,
    });
  });

  it("is renewed on a 403, once a minute: a scope may have been switched on since, which only another process has heard of", async () => {
    const { smaregi, counts, control } = local;
    await control("PATCH", "/switches", { droppedScopes: ["pos.transactions:write"] });
    await smaregi.product(account, "8000001");
    await control("PATCH", "/switches", { droppedScopes: [] });
    expect(await smaregi.registerTransaction(account, sale("1"))).toMatchObject({ kind: "registered" });
    expect(await counts()).toMatchObject({ "POST /token": 2, "POST /transactions": 2 });
    await control("PATCH", "/switches", { droppedScopes: ["pos.transactions:write"] });
    smaregi.forget(account.contractId);
    for (const nth of ["2", "3"])
      expect(await smaregi.registerTransaction(account, sale(nth))).toMatchObject({
        kind: "refused",
        step: "call",
        status: 403,
      });
    expect(await counts()).toMatchObject({ "POST /token": 3, "POST /transactions": 4 });
  });

  it("tells that the credentials were refused, and that a call never left where there is none", async () => {
    const { smaregi, fault, counts } = local;
    const wrong = await smaregi.credentials({ ...account, clientSecret: "wrong" });
    expect(wrong).toMatchObject({ kind: "refused", step: "token", status: 401 });
    expect(wrong).toHaveProperty("reason.kind", "tokenRefused");
    expect(JSON.stringify(wrong)).not.toContain("wrong");
    await fault("POST /token", "status503");
    const unclear = await smaregi.registerTransaction(account, sale("1"));
    expect(unclear).toMatchObject({ kind: "unclear", step: "token", cause: "serverError", sent: false });
    expect(unclear).not.toHaveProperty("sentAt");
    expect((await counts())["POST /transactions"] ?? 0).toBe(0);
  });

  it("of a short life is asked for again when it has ended", async () => {
    await local.control("PATCH", "/switches", { tokenSeconds: 0.01 });
    await local.smaregi.product(account, "8000001");
    const token = async () => (await local.counts())["POST /token"] ?? 0;
    const before = await token();
    await expect
      .poll(async () => {
        await local.smaregi.credentials(account);
        return await token();
      })
      .toBeGreaterThan(before);
  });
});

describe("a token over the wire", () => {
  const server = useServer();

  it("is asked for with the credentials in Basic, the form and the six scopes, and used as a Bearer", async () => {
    const asked = await server.answer((request, response) => {
      response.end(request.url?.startsWith("/app/") ? good : "[]");
    });
    await server.smaregi.stores({ ...account, contractId: "a/b" });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /app/a%2Fb/token",
      "GET /a%2Fb/pos/stores?page=1&limit=1000",
    ]);
    expect(asked[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from("client:secret").toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: "client_credentials",
      scope:
        "pos.stock:read pos.stock-changes:read pos.products:read pos.transactions:read pos.transactions:write pos.stores:read",
    });
    expect(asked[1]?.headers["authorization"]).toBe("Bearer t0ken");
  });

  it.each([{}, { scope: null }, { expires_in: null }])(
    "of which nothing is said beside it (%j) has the scopes that were asked for",
    async (said) => {
      await server.answer((_, response) => response.end(JSON.stringify({ access_token: "t", ...said })));
      const answer = await server.smaregi.credentials(account);
      expect(answer).toMatchObject({
        kind: "ok",
        scopes: expect.arrayContaining(["pos.transactions:write"]),
      });
    },
  );

  it("that many callers saw refused at once is renewed once", async () => {
    let issued = 0;
    await server.answer((request, response) => {
      if (request.url?.startsWith("/app/")) {
        issued += 1;
        return response.end(JSON.stringify({ access_token: `t${issued}`, expires_in: 3600 }));
      }
      if (request.headers.authorization === "Bearer t1") response.statusCode = 401;
      return response.end("[]");
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.smaregi.stores(account)));
    expect(answers.every(({ kind }) => kind === "found")).toBe(true);
    expect(issued).toBe(2);
  });

  it("is asked for once more on a dropped connection: that does nothing in Smaregi", async () => {
    let times = 0;
    await server.answer((request, response) => {
      times += 1;
      if (times === 1) return request.socket.resetAndDestroy();
      return response.end(request.url?.startsWith("/app/") ? good : "[]");
    });
    expect(await server.smaregi.stores(account)).toMatchObject({ kind: "found" });
  });

  it("in an answer that cannot be read goes into no reason", async () => {
    await server.answer((_, response) => response.end('{"access_token":"t0ken","expires_in":"soon"}'));
    const answer = await server.smaregi.credentials(account);
    expect(answer).toMatchObject({ kind: "unclear", step: "token", cause: "unreadable", sent: false });
    expect(JSON.stringify(answer)).not.toContain("t0ken");
  });

  it("refused for too many calls blames no credentials", async () => {
    await server.answer((_, response) => {
      response.statusCode = 429;
      response.end("slow down");
    });
    const answer = await server.smaregi.credentials(account);
    expect(answer).toMatchObject({ kind: "unclear", step: "token", status: 429, sent: false });
    expect(answer).toHaveProperty("reason.kind", "tokenTooMany");
  });
});
