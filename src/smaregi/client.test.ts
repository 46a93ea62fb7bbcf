import { describe, expect, it } from "vitest";
import { account, impatient, line, sale, useLocalSmaregi } from "./local.fixture.ts";

const local = useLocalSmaregi();

const around = (now = Date.now()) => ({
  terminalTranFrom: new Date(now - 5_000),
  terminalTranTo: new Date(now + 5_000),
  page: 1,
});

describe("goods, stores and terminals as values", () => {
  it("stock of a product: its row, or none", async () => {
    const { smaregi } = local;
    expect(await smaregi.stockOf(account, { storeId: "1", productId: "8000001" })).toMatchObject({
      kind: "found",
      amount: -3,
      updatedAt: expect.any(Date),
    });
    expect(await smaregi.stockOf(account, { storeId: "1", productId: "8000002" })).toEqual({ kind: "noRow" });
  });

  it("stock of a store by pages, and by the window of its changes", async () => {
    const { smaregi } = local;
    const window = { updatedFrom: new Date(Date.now() - 60_000), updatedTo: new Date(Date.now() + 60_000) };
    const rows = [{ productId: "8000001", amount: -3 }];
    expect(await smaregi.stockPage(account, { storeId: "1", page: 1, ...window })).toMatchObject({
      kind: "found",
      rows,
    });
    expect(await smaregi.stockPage(account, { storeId: "1", page: 1, limit: 1 })).toMatchObject({
      rows,
    });
    const later = { updatedFrom: new Date(Date.now() + 60_000), updatedTo: new Date(Date.now() + 90_000) };
    expect(await smaregi.stockPage(account, { storeId: "1", page: 1, ...later })).toMatchObject({ rows: [] });
  });

  it("a product, a missing one, and the list by its filters", async () => {
    const { smaregi } = local;
    expect(await smaregi.product(account, "8000001")).toMatchObject({
      kind: "found",
      product: { productName: "珈琲", price: 1296, reduceTaxId: "10000001", stockManaged: true },
    });
    expect(await smaregi.product(account, "999")).toEqual({ kind: "missing" });
    expect(await smaregi.productPage(account, { page: 1, limit: 1 })).toMatchObject({
      products: [{ productId: "8000001" }],
    });
    expect(await smaregi.productPage(account, { page: 1, limit: 10, productCode: "C-2" })).toMatchObject({
      products: [{ productId: "8000002" }],
    });
  });

  it("stores and terminals", async () => {
    const { smaregi } = local;
    expect(await smaregi.stores(account)).toMatchObject({ stores: [{ storeId: "1", storeName: "本店" }] });
    expect(await smaregi.terminals(account)).toMatchObject({ terminals: [{ terminalId: "2" }] });
  });

  it("P3: stores and terminals are read until they end, however few a page holds", async () => {
    const { smaregi } = local;
    const ids = ["1", "2", "3", "4", "5"];
    await local.control("PUT", `/contracts/${account.contractId}`, {
      stores: ids.map((storeId) => ({ storeId })),
      terminals: ids.map((terminalId) => ({ terminalId, storeId: "1" })),
    });
    await local.control("PATCH", "/switches", { pageLimit: 2 });
    const stores = await smaregi.stores(account);
    expect(stores.kind === "found" ? stores.stores.map(({ storeId }) => storeId) : stores).toEqual(ids);
    const terminals = await smaregi.terminals(account);
    expect(
      terminals.kind === "found" ? terminals.terminals.map(({ terminalId }) => terminalId) : terminals,
    ).toEqual(ids);
    await local.fault("GET /stores", "status500");
    expect(await smaregi.stores(account)).toMatchObject({ kind: "unclear" });
  });
});

describe("sales as values", () => {
  it("registered, found by its window, cancelled, cancelled again is refused, missing", async () => {
    const { smaregi } = local;
    const answer = await smaregi.registerTransaction(account, sale("7"));
    expect(answer).toMatchObject({
      kind: "registered",
      unknownProductIds: [],
      transaction: { terminalTranId: "7", total: 1296, lines: [{ lineId: "1", productId: "8000001" }] },
    });
    const id = answer.kind === "registered" ? answer.transactionId : "";
    const listed = await smaregi.transactionPage(account, { storeId: "1", ...around(), limit: 1000 });
    expect(listed).toMatchObject({
      kind: "found",
      transactions: [
        {
          transactionId: id,
          terminalTranId: "7",
          terminalTranDateTime: expect.any(Date),
          transactionUuid: "u-7",
          cancelled: false,
          lines: null,
        },
      ],
    });
    expect(await smaregi.cancelTransaction(account, id)).toEqual({ kind: "cancelled" });
    expect(await smaregi.cancelTransaction(account, id)).toMatchObject({ kind: "refused", status: 400 });
    expect(await smaregi.transaction(account, id)).toMatchObject({
      kind: "found",
      transaction: { cancelled: true },
    });
    expect(await smaregi.cancelTransaction(account, "99")).toEqual({ kind: "missing" });
    expect(await smaregi.transaction(account, "99")).toEqual({ kind: "missing" });
  });

  it("found by its uuid, with its lines where they are asked for", async () => {
    const { smaregi } = local;
    await smaregi.registerTransaction(account, sale("1"));
    const answer = await smaregi.registerTransaction(account, sale("2"));
    const id = answer.kind === "registered" ? answer.transactionId : "";
    const lines = [{ lineId: "1", productId: "8000001", quantity: 1, salesPrice: 1296 }];
    // Smaregi refuses to list details with more than 100 per page: the limit is lowered.
    const asked = { ...around(), transactionUuid: "u-2", limit: 1000, withDetails: true };
    expect(await smaregi.transactionPage(account, asked)).toMatchObject({
      transactions: [{ transactionId: id, lines }],
    });
    expect(await smaregi.transaction(account, id, { withDetails: true })).toMatchObject({
      transaction: { lines },
    });
  });

  it("names the products of a sale that Smaregi does not know and stored as none", async () => {
    expect(
      await local.smaregi.registerTransaction(account, sale("8", { details: [line("999")] })),
    ).toMatchObject({ kind: "registered", unknownProductIds: ["999"] });
  });

  it("a refusal carries Smaregi's own reason", async () => {
    expect(await local.smaregi.registerTransaction(account, sale("9", { storeId: "5" }))).toMatchObject({
      kind: "refused",
      status: 400,
      reason: { data: { said: expect.stringContaining("指定された店舗ID") } },
    });
  });

  it("a body that breaks the schema is not sent", async () => {
    const utc = sale("9", { terminalTranDateTime: "2026-11-24T00:00:00Z" });
    expect(await local.smaregi.registerTransaction(account, utc)).toMatchObject({
      kind: "refused",
      status: 422,
      reason: { data: { fault: expect.stringContaining("terminalTranDateTime") } },
    });
    const nested = { ...sale("9"), transactionHead: {} };
    expect(await local.smaregi.registerTransaction(account, nested)).toMatchObject({ status: 422 });
    expect(await local.counts()).toEqual({});
  });
});

describe("the unclear", () => {
  it.each([
    ["commitThenTimeout", "timeout"],
    ["timeout", "timeout"],
    ["commitThenReset", "dropped"],
    ["reset", "dropped"],
    ["commitThen500", "serverError"],
    ["html502", "serverError"],
    ["garbage", "unreadable"],
    ["emptyBody", "unreadable"],
  ])("a registration that met %s is unclear (%s), and was sent once", async (kind, cause) => {
    if (cause === "timeout") await local.reopen(impatient);
    const begun = new Date();
    await local.fault("POST /transactions", kind);
    const answer = await local.smaregi.registerTransaction(account, sale("1"));
    expect(answer).toMatchObject({ kind: "unclear", cause, sent: true, step: "call" });
    const sentAt = answer.kind === "unclear" ? answer.sentAt : undefined;
    expect(sentAt?.getTime()).toBeGreaterThanOrEqual(begun.getTime());
    expect((await local.counts())["POST /transactions"]).toBe(1);
  });

  it.each(["garbage", "emptyBody"])(
    "a cancellation whose 200 cannot be read (%s) is unclear",
    async (kind) => {
      const { smaregi } = local;
      const answer = await smaregi.registerTransaction(account, sale("1"));
      const id = answer.kind === "registered" ? answer.transactionId : "";
      await local.fault("POST /transactions/{id}/cancel", kind);
      expect(await smaregi.cancelTransaction(account, id)).toMatchObject({
        kind: "unclear",
        cause: "unreadable",
        sent: true,
      });
      expect(await smaregi.transaction(account, id)).toMatchObject({ transaction: { cancelled: false } });
    },
  );

  it("a read on a dropped connection is sent again once", async () => {
    const { smaregi, fault } = local;
    await smaregi.product(account, "8000001");
    await fault("GET /products/{id}", "reset");
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "found" });
    await fault("GET /products/{id}", "reset", 2);
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "unclear", cause: "dropped" });
  });
});

describe("what is told of a call", () => {
  it("its name, outcome and status, and never a secret", async () => {
    const { smaregi, notes } = local;
    await smaregi.product(account, "8000001");
    await smaregi.product(account, "999");
    await local.fault("POST /transactions", "html502");
    await smaregi.registerTransaction(account, sale("1"));
    expect(notes.ended).toMatchObject([
      { name: "product", outcome: "ok" },
      { name: "product", outcome: "refused", status: 404 },
      { name: "register", outcome: "serverError", status: 502 },
    ]);
    expect(JSON.stringify(notes.said)).toContain("called Smaregi");
    expect(JSON.stringify(notes.said)).not.toMatch(/"secret|Bearer|Basic|clientSecret|authorization/);
  });
});
