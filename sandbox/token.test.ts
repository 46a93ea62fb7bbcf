import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, until, type Ground } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

describe("the token host", () => {
  it("gives an opaque token of an hour, for the scopes that are asked for and switched on", async () => {
    const { status, body } = await ground.token({ scope: "pos.stock:read pos.nothing:read" });
    expect([status, body]).toEqual([
      200,
      {
        scope: "pos.stock:read",
        token_type: "Bearer",
        expires_in: 3600,
        access_token: expect.stringMatching(/^[\w-]{40,}$/),
      },
    ]);
  });

  it("refuses a wrong secret as OAuth does, or with problem JSON where a switch says so", async () => {
    expect(await ground.token({ secret: "no" })).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
    await ground.control("PATCH", "/switches", { tokenErrorShape: "problem" });
    expect(await ground.token({ secret: "no" })).toMatchObject({ status: 401, body: { status: 401 } });
  });

  it("knows only client_credentials", async () => {
    const refused = await ground.token({ form: "grant_type=password" });
    expect(refused).toMatchObject({ status: 400, body: { error: "unsupported_grant_type" } });
  });
});

describe("a bearer token", () => {
  it("is a must, and 401 when it is over", async () => {
    expect(await ground.api("GET", "/stock", undefined, { bearer: "nobody" })).toMatchObject({
      status: 401,
      body: { title: "Unauthorized", status: 401 },
    });
    await ground.control("PATCH", "/switches", { tokenSeconds: 0.05 });
    const { body } = await ground.token();
    await until("the token is over", async () => {
      return (await ground.api("GET", "/stores", undefined, { bearer: body.access_token })).status === 401;
    });
  });

  it("without the scope is 403 Insufficient Scope, also where the scope was dropped without a word", async () => {
    await ground.control("PATCH", "/switches?contractId=sb_1", { droppedScopes: ["pos.stock:read"] });
    const { body } = await ground.token();
    expect(body.scope).not.toContain("pos.stock:read");
    expect(await ground.api("GET", "/stock", undefined, { bearer: body.access_token })).toMatchObject({
      status: 403,
      body: { title: "Insufficient Scope", detail: "scope: pos.stock:read" },
    });
  });

  it.each([403, 401, 404])("of another contract is %i, as the switch says", async (status) => {
    await ground.control("PUT", "/contracts/sb_2", {});
    await ground.control("PATCH", "/switches", { contractMismatchStatus: status });
    const other = { contractId: "sb_2" };
    expect((await ground.api("GET", "/stock", undefined, other)).status).toBe(status);
  });
});

describe("the pace", () => {
  it("is a bucket of one second's worth per contract, reads and writes apart, tokens among the reads", async () => {
    await ground.control("PATCH", "/switches?contractId=sb_1", { readsPerSecond: 3, writesPerSecond: 1 });
    const reads = await Promise.all(Array.from({ length: 5 }, () => ground.api("GET", "/stores")));
    const refused = reads.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers.get("retry-after")).toBe("1");
    expect(refused[0]?.body).toMatchObject({ title: "Too Many Requests", status: 429 });
    expect((await ground.token()).status).toBe(429);
    expect((await ground.api("POST", "/transactions/99/cancel", {})).status).toBe(404);
    await until("the bucket fills again", async () => (await ground.api("GET", "/stores")).status === 200);
  });

  it("answers 429 without Retry-After and without JSON where switches say so", async () => {
    await ground.control("PATCH", "/switches", {
      writesPerSecond: 0.001,
      retryAfter: false,
      rateBody: "text",
    });
    await ground.api("POST", "/transactions", {});
    const refused = await ground.api("POST", "/transactions", {});
    expect([refused.status, refused.headers.get("retry-after"), refused.text]).toEqual([
      429,
      null,
      "Too Many Requests",
    ]);
  });
});
