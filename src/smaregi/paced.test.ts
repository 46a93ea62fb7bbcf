import { tell } from "../facts/tell.ts";
import { describe, expect, it } from "vitest";
import { account, sale, useLocalSmaregi } from "./local.fixture.ts";
import { retryAfterMs } from "./paced.ts";
import { useServer, withToken } from "./server.fixture.ts";

describe("the pace", () => {
  const local = useLocalSmaregi();

  it("gives a place to every call, tokens among the reads", async () => {
    await local.smaregi.registerTransaction(account, sale("1"));
    await local.smaregi.product(account, "8000001");
    expect(local.notes.taken).toEqual(["read", "write", "read"]);
  });

  it("waits as a 429 says, tells all processes, and sends again; after five times it stands, and is no verdict (P4)", async () => {
    const { smaregi, notes, fault, counts } = local;
    await fault("POST /transactions", "status429", 2);
    expect(await smaregi.registerTransaction(account, sale("1"))).toMatchObject({ kind: "registered" });
    expect(notes.paused).toEqual([1000, 1000]);
    expect(notes.taken).toEqual(["read", "write", "write", "write"]);
    await fault("POST /transactions", "status429", 6);
    expect(await smaregi.registerTransaction(account, sale("2"))).toMatchObject({
      kind: "unclear",
      step: "call",
      status: 429,
    });
    expect((await counts())["POST /transactions"]).toBe(9);
    // The others have to wait after the last one too.
    expect(notes.paused).toHaveLength(8);
  });
});

describe("a call that waited for its place", () => {
  const local = useLocalSmaregi();

  it("is withdrawn where it may not go any more, and then certainly nothing was sent", async () => {
    const { smaregi, counts } = local;
    const registered = await smaregi.registerTransaction(account, sale("1"), async () => true);
    if (registered.kind !== "registered") throw new Error(tell(registered.reason, "en"));
    const mayNot = async () => false;
    const withdrawn = { kind: "unclear", cause: "withdrawn", sent: false };
    expect(await smaregi.registerTransaction(account, sale("2"), mayNot)).toMatchObject(withdrawn);
    expect(await smaregi.cancelTransaction(account, registered.transactionId, mayNot)).toMatchObject(
      withdrawn,
    );
    expect(await counts()).toMatchObject({ "POST /transactions": 1 });
    expect(await counts()).not.toHaveProperty("POST /transactions/{id}/cancel");
  });
});

describe("a 429 over the wire", () => {
  const server = useServer();

  it.each([
    ["no Retry-After", {}, 1_000],
    ["seconds", { "retry-after": "7" }, 7_000],
    ["something odd", { "retry-after": "later" }, 1_000],
  ])("with %s, and any body", async (_, headers, milliseconds) => {
    let times = 0;
    await server.answer(
      withToken((__, response) => {
        times += 1;
        response.writeHead(times === 1 ? 429 : 200, headers).end(times === 1 ? "<html>busy</html>" : "[]");
      }),
    );
    expect(await server.smaregi.stores(account)).toMatchObject({ kind: "found" });
    expect(server.notes.paused).toEqual([milliseconds]);
  });

  it("with a date waits until then; at least a tenth of a second, at most five minutes", () => {
    const now = Date.UTC(2026, 10, 24, 0, 0, 0);
    expect(retryAfterMs("Tue, 24 Nov 2026 00:00:03 GMT", now)).toBe(3_000);
    expect(retryAfterMs("Mon, 23 Nov 2026 00:00:00 GMT", now)).toBe(100);
    expect(retryAfterMs("0", now)).toBe(100);
    expect(retryAfterMs("86400", now)).toBe(300_000);
    expect(retryAfterMs("", now)).toBe(1_000);
  });
});
