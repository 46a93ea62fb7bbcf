import { tell } from "../facts/tell.ts";
import { describe, expect, it } from "vitest";
import { account } from "./local.fixture.ts";
import { useServer, withToken } from "./server.fixture.ts";

const server = useServer();
const list = (rows: unknown) => server.answer(withToken((_, response) => response.end(JSON.stringify(rows))));
const stock = (productId: unknown, stockAmount: unknown) => ({ productId, stockAmount, storeId: "1" });
const window = { terminalTranFrom: new Date(0), terminalTranTo: new Date(1_000), page: 1, limit: 3 };

describe("P5: a row that cannot be read spoils no other", () => {
  it.each([
    ["no amount", stock("2", null), "2", "stockAmount=null"],
    ["a text for an amount", stock("2", "1,200個"), "2", "1,200個"],
    ["more than Smaregi has of anything", stock("2", "1000000000"), "2", "1000000000"],
    ["no field of it", { productId: 2 }, "2", "stockAmount=なし"],
    ["no ID", stock(null, "3"), null, "productId=null"],
    ["no row at all", "x", null, '"x"'],
  ])("a stock row with %s", async (_, odd, id, why) => {
    await list([stock("1", "12"), odd, stock("3", " +7 ")]);
    const answer = await server.smaregi.stockPage(account, { storeId: "1", page: 1, limit: 3 });
    expect(answer).toMatchObject({
      kind: "found",
      rows: [
        { productId: "1", amount: 12 },
        { productId: "3", amount: 7 },
      ],
      odd: [{ id, reason: { kind: "oddRow", data: { id } } }],
      // Counts what Smaregi sent: the page is full.
      size: 3,
    });
    const [told] = answer.kind === "found" ? answer.odd : [];
    expect(told === undefined ? "" : tell(told.reason, "ja")).toContain(why);
  });

  it("a page whose only row is odd is that product's matter; one without anything to recognize is no answer", async () => {
    await list([stock("2", null)]);
    const of = { storeId: "1", page: 1 };
    expect(await server.smaregi.stockPage(account, of)).toMatchObject({ rows: [], odd: [{ id: "2" }] });
    await server.stop();
    await server.smaregi.close();
    await list([{ message: "OK" }, 7]);
    expect(await server.smaregi.stockPage(account, of)).toMatchObject({
      kind: "unclear",
      cause: "unreadable",
    });
  });

  it("the stock of a product: of an odd row beside it nothing, of its own or a nameless one a failure", async () => {
    await list([stock("2", null), stock("1", "5")]);
    const of = { storeId: "1", productId: "1" };
    expect(await server.smaregi.stockOf(account, of)).toMatchObject({ kind: "found", amount: 5 });
    const unreadable = { kind: "unclear", cause: "unreadable" };
    expect(await server.smaregi.stockOf(account, { ...of, productId: "2" })).toMatchObject(unreadable);
    // An answer that holds only others does not answer the question: "there is no row" would be a guess.
    expect(await server.smaregi.stockOf(account, { ...of, productId: "9" })).toMatchObject(unreadable);
    await server.stop();
    await server.smaregi.close();
    await list([stock("8", "1"), stock(null, "5")]);
    expect(await server.smaregi.stockOf(account, of)).toMatchObject(unreadable);
  });

  it("P3: rows of another store are no rows of this one, by themselves or in a list", async () => {
    const elsewhere = { productId: "1", stockAmount: "5", storeId: "2" };
    await list([elsewhere, { ...stock("1", "7"), storeId: "01" }, { productId: "3", stockAmount: "4" }]);
    const at = { storeId: "1", page: 1 };
    expect(await server.smaregi.stockOf(account, { storeId: "1", productId: "1" })).toMatchObject({
      amount: 7,
    });
    expect(await server.smaregi.stockPage(account, at)).toMatchObject({
      rows: [
        { productId: "1", amount: 7 },
        { productId: "3", amount: 4 },
      ],
      size: 3,
    });
    await server.stop();
    await server.smaregi.close();
    await list([elsewhere]);
    expect(await server.smaregi.stockOf(account, { storeId: "1", productId: "1" })).toMatchObject({
      kind: "unclear",
      cause: "unreadable",
    });
  });

  it("products, stores and terminals: odd words are passed over, a row without an ID is odd", async () => {
    await list([
      { productId: "1", productName: { ja: "茶" }, price: "99999999999", storeId: "1", terminalId: "1" },
      { productName: "x" },
    ]);
    expect(await server.smaregi.productPage(account, { page: 1, limit: 2 })).toMatchObject({
      products: [{ productId: "1", productName: "", price: null }],
      odd: [{ id: null }],
    });
    expect(await server.smaregi.stores(account)).toMatchObject({
      stores: [{ storeId: "1" }],
      odd: [{ id: null }],
    });
    expect(await server.smaregi.terminals(account)).toMatchObject({
      terminals: [{ terminalId: "1" }],
      odd: [{ id: null }],
    });
  });

  it("transactions: for whoever minds; else the one that is looked for may be it", async () => {
    await list([
      { transactionHeadId: "1", memo: [] },
      { transactionHeadId: "2", terminalTranId: { no: 1 } },
      { transactionHeadId: "3" },
    ]);
    expect(await server.smaregi.transactionPage(account, { ...window, takeOdd: true })).toMatchObject({
      transactions: [{ transactionId: "1", memo: null }, { transactionId: "3" }],
      odd: [{ id: "2", reason: { data: { field: "terminalTranId" } } }],
    });
    expect(await server.smaregi.transactionPage(account, window)).toMatchObject({
      kind: "unclear",
      cause: "unreadable",
    });
  });
});
