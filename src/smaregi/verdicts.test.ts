import { describe, expect, it } from "vitest";
import { account, sale } from "./local.fixture.ts";
import { useServer, withToken, type Asked } from "./server.fixture.ts";

const server = useServer();
const page = "<!DOCTYPE html><html><body><h1>お待ちください</h1></body></html>";
const problem = (status: number, more: object = {}) =>
  JSON.stringify({ type: "about:blank", title: "Refused", detail: "できません", status, ...more });
const writes = (asked: Asked[]) => asked.filter(({ url }) => url.includes("/pos/transactions"));

/** Answers every call except those for a token with this. */
const answerWith = (status: number, text: string, headers: Record<string, string> = {}) =>
  server.answer(withToken((_, response) => response.writeHead(status, headers).end(text)));

const somebodyElses: [number, string][] = [
  ...[408, 425, 499].map((status): [number, string] => [status, problem(status)]),
  ...[400, 401, 403, 404, 409].map((status): [number, string] => [status, page]),
  [400, ""],
  [403, '{"message":"Forbidden"}'],
  [404, '{"title":"NotFound","detail":"x"}'],
  [404, problem(502)],
  ...[500, 502, 503, 504, 520, 524].map((status): [number, string] => [status, problem(status)]),
  [302, page],
  [304, ""],
  [200, page],
  [200, ""],
  [200, "null"],
  [200, "[]"],
  [200, '{"message":"OK"}'],
  [200, '{"transactionHeadId":null}'],
  [204, ""],
];

describe("P4: only Smaregi's own definite answer is a verdict", () => {
  it.each(somebodyElses)("%i %s leaves a registration and a cancellation unclear", async (status, text) => {
    const asked = await answerWith(status, text);
    const unclear = { kind: "unclear", step: "call", sent: true, status, sentAt: expect.any(Date) };
    const registered = await server.smaregi.registerTransaction(account, sale("1"));
    expect(registered).toMatchObject(unclear);
    expect(registered).toHaveProperty("reason.data.said", expect.stringContaining(`HTTP ${status}`));
    expect(await server.smaregi.cancelTransaction(account, "5")).toMatchObject(unclear);
    // Once each, whatever came back: no redirect is followed, and nothing is sent again.
    expect(writes(asked)).toHaveLength(2);
  });

  it.each([400, 401, 403, 404, 409, 422])("a %i problem of its form refuses", async (status) => {
    await answerWith(status, problem(status));
    const reason = { kind: "smaregiSaid", data: { said: `HTTP ${status}: できません` } };
    const refused = { kind: "refused", step: "call", status, reason };
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toEqual(refused);
    const missing = status === 404 ? { kind: "missing" } : refused;
    expect(await server.smaregi.cancelTransaction(account, "5")).toEqual(missing);
  });

  it("a problem without its status and its detail is of its form too", async () => {
    const text = '{"type":"https://api.smaregi.jp/problems/oauth2/access_denied","title":"Access Denied"}';
    await answerWith(401, text);
    expect(await server.smaregi.stores(account)).toMatchObject({ kind: "refused", status: 401 });
  });

  it.each([
    ['{"transactionHeadId":"6"}', "unclear"],
    ['{"transactionHeadId":"5","cancelDivision":"0"}', "unclear"],
    ['{"transactionHeadId":"5","cancelDivision":"1"}', "cancelled"],
    ['{"transactionHeadId":5}', "cancelled"],
  ])("a cancellation of 5 that is answered %s is %s", async (text, kind) => {
    await answerWith(200, text);
    expect(await server.smaregi.cancelTransaction(account, "5")).toMatchObject({ kind });
  });

  it("a write goes out again after Smaregi's own 401 only", async () => {
    const foreign = await answerWith(401, page);
    await server.smaregi.registerTransaction(account, sale("1"));
    expect(writes(foreign)).toHaveLength(1);
    await server.smaregi.close();
    await server.stop();
    const own = await answerWith(401, problem(401));
    await server.smaregi.registerTransaction(account, sale("1"));
    expect(writes(own)).toHaveLength(2);
  });

  it("a redirect is not followed", async () => {
    const asked = await answerWith(307, "", { location: "/sb_test/pos/transactions?again" });
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toMatchObject({
      kind: "unclear",
      cause: "serverError",
      sent: true,
    });
    expect(writes(asked)).toHaveLength(1);
  });
});

describe("P4: a thing is missing only where Smaregi says so", () => {
  it.each([
    ["a gateway's page", page],
    ["a gateway's JSON", '{"message":"Not Found"}'],
    ["nothing", ""],
  ])("%s with 404 makes no product and no transaction missing", async (_, text) => {
    await answerWith(404, text);
    const unclear = { kind: "unclear", status: 404 };
    expect(await server.smaregi.product(account, "8000001")).toMatchObject(unclear);
    expect(await server.smaregi.transaction(account, "1")).toMatchObject(unclear);
    expect(await server.smaregi.stockOf(account, { storeId: "1", productId: "1" })).toMatchObject(unclear);
  });

  it("its own 404 does", async () => {
    await answerWith(404, problem(404));
    expect(await server.smaregi.product(account, "8000001")).toEqual({ kind: "missing" });
    expect(await server.smaregi.transaction(account, "1")).toEqual({ kind: "missing" });
  });
});

describe("P3, P4: an answer that tells of another thing than the one asked for tells nothing", () => {
  const unclear = { kind: "unclear", step: "call", cause: "unreadable", sent: true };

  it.each([
    ["a product", '{"productId":"8000002","productName":"茶"}', "8000001", "8000002"],
    ["a transaction", '{"transactionHeadId":"8000002","cancelDivision":"1"}', "8000001", "8000002"],
  ])("%s", async (what, text, asked, told) => {
    await answerWith(200, text);
    const read = what === "a product" ? server.smaregi.product : server.smaregi.transaction;
    expect(await read(account, asked)).toMatchObject(unclear);
    expect(await read(account, told)).toMatchObject({ kind: "found" });
  });

  it.each([
    ["another's number, and nothing else", { terminalTranId: "2" }, "unclear"],
    ["another's number and uuid", { terminalTranId: "2", transactionUuid: "u2" }, "unclear"],
    ["its number, and a uuid of Smaregi's own", { terminalTranId: "1", transactionUuid: "u2" }, "registered"],
    ["its uuid, and a number of Smaregi's own", { terminalTranId: "2", transactionUuid: "u1" }, "registered"],
    ["neither", {}, "registered"],
  ])("a registration that is answered with %s", async (_, marks, kind) => {
    await answerWith(200, JSON.stringify({ transactionHeadId: "5", ...marks }));
    const body = { ...sale("1"), transactionUuid: "u1" };
    expect(await server.smaregi.registerTransaction(account, body)).toMatchObject({ kind });
  });
});

describe("P4: credentials are wrong only where Smaregi says so", () => {
  it.each([
    [401, '{"error":"invalid_client"}', "refused"],
    [401, problem(401), "refused"],
    [403, page, "unclear"],
    [404, "Not Found", "unclear"],
    [408, '{"error":"timeout"}', "unclear"],
    [302, page, "unclear"],
  ])("%i %s is %s", async (status, text, kind) => {
    await server.answer((_, response) => response.writeHead(status).end(text));
    const answer = await server.smaregi.registerTransaction(account, sale("1"));
    expect(answer).toMatchObject({ kind, step: "token", status });
    if (kind === "unclear") expect(answer).toMatchObject({ sent: false });
  });
});
