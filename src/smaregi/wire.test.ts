import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { account, impatient, openClient, openNotes, sale } from "./local.fixture.ts";
import { useServer, withToken, type Asked } from "./server.fixture.ts";

const server = useServer();
const writes = (asked: Asked[]) => asked.filter(({ url }) => url.endsWith("/pos/transactions"));

const leaves = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];

describe("a write is sent once, whatever the wire does", () => {
  it("on a kept connection that is reset as it comes in", async () => {
    const ports = new Set<number | undefined>();
    const asked = await server.answer(
      withToken((request) => {
        ports.add(request.socket.remotePort);
        request.socket.resetAndDestroy();
      }),
    );
    // The token came over this same connection.
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toMatchObject({
      kind: "unclear",
      cause: "dropped",
      sent: true,
    });
    expect(writes(asked)).toHaveLength(1);
    expect(ports.size).toBe(1);
  });

  it("on a kept connection that is closed without a word as it comes in", async () => {
    const asked = await server.answer(withToken((request) => request.socket.end()));
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toMatchObject({
      kind: "unclear",
      cause: "dropped",
      sent: true,
    });
    expect(writes(asked)).toHaveLength(1);
  });

  it("many at once beside one that is reset: each of them once", async () => {
    const asked = await server.answer(
      withToken((request, response) => {
        if (writes(asked).length === 20) return request.socket.resetAndDestroy();
        return response.end('{"transactionHeadId":"1"}');
      }),
    );
    const sales = Array.from({ length: 40 }, (_, nth) => sale(String(nth + 1)));
    const answers = await Promise.all(sales.map((body) => server.smaregi.registerTransaction(account, body)));
    expect(answers.filter(({ kind }) => kind === "unclear")).toHaveLength(1);
    const numbers = writes(asked).map(({ body }) => JSON.parse(body).terminalTranId);
    expect(new Set(numbers).size).toBe(40);
    expect(numbers).toHaveLength(40);
  });

  it("half an answer, then a cut", async () => {
    const asked = await server.answer(
      withToken((_, response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"transactionHeadId":', () => response.socket?.resetAndDestroy());
      }),
    );
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toMatchObject({
      kind: "unclear",
      cause: "dropped",
      sent: true,
    });
    expect(writes(asked)).toHaveLength(1);
  });

  it("an answer that trickles without end is cut off at the time limit", async () => {
    await server.answer(
      withToken((_, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(timer));
      }),
      impatient,
    );
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toMatchObject({
      kind: "unclear",
      cause: "timeout",
      sent: true,
    });
  });
});

describe("answers", () => {
  it.each([
    [503, "<html><h1>メンテナンス</h1> 中です</html>", "serverError", "HTTP 503: メンテナンス 中です"],
    [200, "<html>OK</html>", "unreadable", "OK"],
    [302, "", "serverError", "HTTP 302"],
  ])("%s with %s", async (status, text, cause, reason) => {
    await server.answer(withToken((_, response) => response.writeHead(status).end(text)));
    const answer = await server.smaregi.registerTransaction(account, sale("1"));
    expect(answer).toMatchObject({ kind: "unclear", cause, status, sent: true });
    expect(answer).toHaveProperty("reason.data.said", expect.stringContaining(reason));
  });

  it("that are too large are unreadable", async () => {
    await server.answer(
      withToken((_, response) => {
        response.writeHead(200);
        response.end(Buffer.alloc(21 * 1024 * 1024, " "));
      }),
    );
    expect(await server.smaregi.stores(account)).toMatchObject({ kind: "unclear", cause: "unreadable" });
  });

  it("with numbers for strings, odd extras and unknown fields are read", async () => {
    const row = { productId: 8000001, stockAmount: 12, updDateTime: "2026-11-24T09:00:00+0900", x: {} };
    const product = { productId: "1", productName: "茶", price: "", stockControlDivision: "1" };
    await server.answer(
      withToken((request, response) =>
        response.end(JSON.stringify(request.url?.includes("/stock") ? [row] : product)),
      ),
    );
    expect(await server.smaregi.stockOf(account, { storeId: "1", productId: "8000001" })).toEqual({
      kind: "found",
      productId: "8000001",
      amount: 12,
      updatedAt: new Date("2026-11-24T00:00:00Z"),
    });
    expect(await server.smaregi.product(account, "1")).toMatchObject({
      kind: "found",
      product: { productName: "茶", price: null, stockManaged: false },
    });
  });

  it("with a stock that is no number are unreadable, never 0", async () => {
    await server.answer(withToken((_, response) => response.end('[{"productId":"1","stockAmount":null}]')));
    expect(await server.smaregi.stockOf(account, { storeId: "1", productId: "1" })).toMatchObject({
      kind: "unclear",
      cause: "unreadable",
    });
  });
});

describe("calls", () => {
  it("carry IDs and the plus of +09:00 encoded, and times in Japan's time", async () => {
    const asked = await server.answer(withToken((_, response) => response.end("[]")));
    const updatedFrom = new Date("2026-11-24T00:00:00Z");
    const odd = { ...account, contractId: "a/b" };
    await server.smaregi.stockPage(odd, { storeId: "1&x", page: 1, limit: 10, updatedFrom });
    await server.smaregi.product(odd, "1/2?3");
    expect(asked.slice(1).map(({ url }) => url)).toEqual([
      "/a%2Fb/pos/stock?store_id=1%26x&sort=productId&page=1&limit=10&upd_date_time-from=2026-11-24T09%3A00%3A00%2B09%3A00",
      "/a%2Fb/pos/products/1%2F2%3F3",
    ]);
  });

  it("of a sale hold strings only, those of a cancellation nothing", async () => {
    const asked = await server.answer(withToken((_, response) => response.end('{"transactionHeadId":"1"}')));
    await server.smaregi.registerTransaction(account, sale("1"));
    await server.smaregi.cancelTransaction(account, "1");
    const [, register, cancel] = asked;
    expect(register?.headers["content-type"]).toBe("application/json");
    expect(leaves(JSON.parse(register?.body ?? "")).every((value) => typeof value === "string")).toBe(true);
    expect(cancel).toMatchObject({ method: "POST", url: "/sb_test/pos/transactions/1/cancel", body: "{}" });
  });
});

describe("certain that nothing was sent", () => {
  const nowhere = async (url: string) => {
    const smaregi = openClient(url, openNotes().options);
    const answer = await smaregi.registerTransaction(account, sale("1"));
    await smaregi.close();
    return answer;
  };
  const never = { kind: "unclear", cause: "unreachable", step: "token", sent: false };

  it("nobody listening, or no such host", async () => {
    expect(await nowhere("http://127.0.0.1:9")).toMatchObject(never);
    expect(await nowhere("http://smaregi.invalid")).toMatchObject(never);
  });

  it("the server goes away between the token and the call", async () => {
    await server.answer(withToken(() => undefined));
    await server.smaregi.credentials(account);
    await server.stop();
    expect(await server.smaregi.registerTransaction(account, sale("1"))).toMatchObject({
      kind: "unclear",
      cause: "unreachable",
      step: "call",
      sent: false,
    });
  });

  it("a TLS handshake that fails", async () => {
    const plain = createServer((socket) => void socket.on("error", () => undefined).end("no TLS here\r\n"));
    await new Promise<void>((done) => plain.listen(0, "127.0.0.1", done));
    expect(await nowhere(`https://127.0.0.1:${(plain.address() as AddressInfo).port}`)).toMatchObject(never);
    plain.close();
  });
});
