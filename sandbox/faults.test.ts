import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, sale, until, type Ground } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

const fault = (kind: string, more: object = {}) =>
  ground.control("POST", "/faults", { call: "POST /transactions", kind, ...more });
/** A registration as its caller sees it: the answer, or why there was none within the caller's time limit. */
const register = async (limitMs = 10_000) => {
  try {
    return await ground.api("POST", "/transactions", sale(), { signal: AbortSignal.timeout(limitMs) });
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? "no answer" : "cut";
  }
};

describe("faults", () => {
  it.each([
    ["commitThenTimeout", "no answer"],
    ["commitThenReset", "cut"],
    ["commitThen500", { status: 500, body: { status: 500 } }],
  ])("%s: the work is done, the answer is lost, once", async (kind, seen) => {
    await fault(kind);
    const answer = await register(seen === "no answer" ? 500 : undefined);
    if (typeof seen === "string") expect(answer).toBe(seen);
    else expect(answer).toMatchObject(seen);
    expect(await ground.stock()).toEqual({ "11": "8" });
    expect(await ground.books()).toHaveLength(1);
    expect(await register()).toMatchObject({ status: 200 });
    expect(await ground.books()).toHaveLength(2);
  });

  it("timeoutThenCommit: the work is done after the client gave up", async () => {
    await fault("timeoutThenCommit", { delayMs: 2_000 });
    expect(await register(500)).toBe("no answer");
    expect(await ground.books()).toEqual([]);
    await until("it is done", async () => (await ground.books()).length === 1);
  });

  it.each([
    ["timeout", "no answer"],
    ["reset", "cut"],
    ["status400", { status: 400 }],
    ["status401", { status: 401 }],
    ["status429", { status: 429 }],
    ["status500", { status: 500 }],
    ["status503", { status: 503 }],
    ["html502", { status: 502, text: expect.stringContaining("<html>") }],
    ["garbage", { status: 200, text: "{broken" }],
    ["emptyBody", { status: 200, text: "" }],
  ])("%s: nothing is done", async (kind, seen) => {
    await fault(kind);
    const answer = await register(seen === "no answer" ? 500 : undefined);
    if (typeof seen === "string") expect(answer).toBe(seen);
    else expect(answer).toMatchObject(seen);
    expect(await ground.books()).toEqual([]);
    expect(await ground.stock()).toEqual({ "11": "10" });
    const { calls } = await ground.control("GET", "/calls");
    expect(calls.at(-1)).toMatchObject({ call: "POST /transactions", fault: kind });
  });

  it("meet the named call of the named contract, as often as they should, in order", async () => {
    await ground.control("POST", "/faults", { call: "GET /stock", kind: "status500", times: 2 });
    await ground.control("POST", "/faults", { call: "*", kind: "status503", contractId: "sb_other" });
    expect((await ground.api("GET", "/products")).status).toBe(200);
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await ground.api("GET", "/stock")).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect(await ground.control("GET", "/faults")).toMatchObject([{ contractId: "sb_other" }]);
    expect(await ground.control("DELETE", "/faults")).toEqual([]);
  });

  it("meet a cancellation, also by its short name, and a token", async () => {
    await register();
    const cancel = { call: "POST /transactions/cancel", kind: "commitThen500" };
    expect(await ground.control("POST", "/faults", cancel)).toMatchObject([
      { call: "POST /transactions/{id}/cancel" },
    ]);
    expect((await ground.api("POST", "/transactions/1/cancel", {})).status).toBe(500);
    expect(await ground.books()).toMatchObject([{ cancelDivision: "1" }]);
    await ground.control("POST", "/faults", { call: "POST /token", kind: "html502" });
    expect((await ground.token()).status).toBe(502);
  });

  it("wait before they answer", async () => {
    await fault("status500", { delayMs: 120 });
    const begun = Date.now();
    expect(await register()).toMatchObject({ status: 500 });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(115);
  });

  it.each([
    ["a call", { call: "GET /nothing", kind: "reset" }],
    ["a kind", { call: "*", kind: "explode" }],
    ["a word", { call: "*", kind: "reset", often: 3 }],
  ])("are refused where %s does not exist", async (_, body) => {
    expect(await ground.control("POST", "/faults", body)).toMatchObject({ status: 400 });
  });
});

describe("maintenance", () => {
  const tokenOrCut = () => ground.token().catch(() => "cut");

  it.each([
    ["problem503", "application/problem+json"],
    ["html503", "text/html"],
  ])("%s, for the API and the token", async (maintenance, type) => {
    await ground.control("PATCH", "/switches", { maintenance });
    for (const answer of [await ground.api("GET", "/stock"), await ground.token()]) {
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        503,
        expect.stringContaining(type),
      ]);
    }
  });

  it("reset, for the API and the token; the control API goes on, and the calls are counted", async () => {
    await ground.control("PATCH", "/switches", { maintenance: "reset" });
    expect(await register()).toBe("cut");
    expect(await tokenOrCut()).toBe("cut");
    expect(await ground.control("GET", "/calls?contractId=sb_1")).toMatchObject({
      counts: { "POST /transactions": 1, "POST /token": 1 },
      calls: [{ status: null, fault: "maintenance reset" }, { status: null }],
    });
    await ground.control("PATCH", "/switches", { maintenance: "off" });
    expect(await register()).toMatchObject({ status: 200 });
  });

  it("hang: no answer, and nothing is done", async () => {
    await ground.control("PATCH", "/switches?contractId=sb_1", { maintenance: "hang" });
    expect(await register(500)).toBe("no answer");
    expect(await ground.books()).toEqual([]);
  });

  it("latencyMs makes every answer late", async () => {
    await ground.control("PATCH", "/switches", { latencyMs: 100 });
    const begun = Date.now();
    await ground.api("GET", "/stores");
    expect(Date.now() - begun).toBeGreaterThanOrEqual(95);
  });

  it("heldCalls keeps what it names waiting until it names it no more", async () => {
    await ground.control("PATCH", "/switches?contractId=sb_1", { heldCalls: ["POST /transactions"] });
    const registering = register();
    expect(await ground.api("GET", "/stores")).toMatchObject({ status: 200 });
    expect(await ground.books()).toEqual([]);
    await ground.control("PATCH", "/switches?contractId=sb_1", { heldCalls: [] });
    expect(await registering).toMatchObject({ status: 200 });
  });

  it("is refused in a wrong spelling or with a wrong value", async () => {
    expect(await ground.control("PATCH", "/switches", { maintenence: "off" })).toMatchObject({ status: 400 });
    expect(await ground.control("PATCH", "/switches", { maintenance: "on" })).toMatchObject({ status: 400 });
  });
});
