import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, sale, type Ground } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

const time = (text: string) => encodeURIComponent(text);

describe("lists", () => {
  it("are bare arrays of strings, sorted, paged, with the asked fields", async () => {
    const sorted = await ground.api("GET", "/products?sort=productId:desc&limit=2&fields=productId,price");
    expect(sorted.body).toEqual([
      { productId: "13", price: "100" },
      { productId: "12", price: "100" },
    ]);
    expect(sorted.headers.get("link")).toContain("page=2");
    const last = await ground.api("GET", "/products?limit=2&page=2");
    expect(last.body).toHaveLength(1);
    expect(last.headers.get("link")).toBeNull();
    for (const row of last.body) {
      expect(Object.values(row).every((value) => value === null || typeof value === "string")).toBe(true);
    }
  });

  it.each([
    "/products?store_id=1",
    "/stock?product_code=1",
    "/stock?terminal_id=1",
    "/stock?limit=0",
    "/stock?limit=1001",
    "/stock?limit=x",
    "/stock?page=0",
    "/stock?sort=stockAmount",
    "/stock?store_id=one",
    "/stores?hello=1",
    "/terminals?hello=1",
    "/products/11?hello=1",
    "/transactions?terminal_tran_id=1&upd_date_time-from=2026-11-24T09%3A00%3A00%2B09%3A00",
  ])("refuse what they don't know: %s", async (path) => {
    expect(await ground.api("GET", path)).toMatchObject({ status: 400, body: { title: "Bad Request" } });
  });

  it("find products by their code, group and time of change", async () => {
    expect((await ground.api("GET", "/products?product_code=COFFEE")).body).toHaveLength(1);
    expect((await ground.api("GET", "/products?product_code=TEA")).body).toHaveLength(0);
    const long = `/products?upd_date_time-from=${time("2020-01-01T00:00:00+09:00")}&upd_date_time-to=${time("2020-01-02T00:00:00+09:00")}`;
    expect((await ground.api("GET", long)).body).toEqual([]);
  });

  it("show stores and terminals, one by one too", async () => {
    expect((await ground.api("GET", "/stores")).body).toHaveLength(3);
    expect((await ground.api("GET", "/stores/2")).body).toMatchObject({ storeId: "2", pauseFlag: "1" });
    expect((await ground.api("GET", "/terminals?store_id=3")).body).toMatchObject([{ terminalId: "3" }]);
    expect((await ground.api("GET", "/stores/1/payment_methods")).body).toMatchObject([
      { paymentMethodId: "7", paymentMethodName: "代金引換" },
    ]);
    expect((await ground.api("GET", "/stores/9/payment_methods")).status).toBe(404);
    expect((await ground.api("GET", "/stores/9")).body).toEqual({
      type: "about:blank",
      title: "NotFound",
      detail: "指定されたIDのリソースが見つかりません",
      status: 404,
    });
  });

  it("answer 404 to an address that can't be decoded or is none of theirs", async () => {
    expect((await ground.api("GET", "/products/%E0%A4%A")).status).toBe(404);
    expect((await ground.api("GET", "/nothing")).status).toBe(404);
  });
});

describe("windows of time", () => {
  const window = (name: string, from: string, to: string) =>
    `${name}-from=${time(from)}&${name}-to=${time(to)}`;

  it("are a must for transactions, and 31 days at most", async () => {
    await ground.api("POST", "/transactions", sale());
    const ask = async (query: string) => await ground.api("GET", `/transactions?${query}`);
    expect((await ask("")).status).toBe(400);
    const at = "2026-11-24T09:00:00+09:00";
    expect((await ask(window("terminal_tran_date_time", at, at))).body).toHaveLength(1);
    const before = "2026-11-24T08:59:58+09:00";
    expect((await ask(window("terminal_tran_date_time", before, before))).body).toHaveLength(0);
    const month = window("terminal_tran_date_time", "2026-10-24T09:00:00+09:00", at);
    expect((await ask(month)).body).toHaveLength(1);
    const longer = window("terminal_tran_date_time", "2026-10-24T08:59:59+09:00", at);
    expect((await ask(longer)).status).toBe(400);
    expect((await ask("upd_date_time-from=yesterday")).status).toBe(400);
    expect((await ask(window("sum_date", "2026-11-24", "2026-11-24"))).body).toHaveLength(1);
  });

  it("are 31 days at most for stock too, and hold what changed in them", async () => {
    const now = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 19);
    const ask = (from: string, to: string) =>
      ground.api("GET", `/stock?${window("upd_date_time", from, to)}`);
    expect((await ask("2020-01-01T00:00:00+09:00", "2020-01-31T00:00:00+09:00")).body).toEqual([]);
    expect((await ask("2020-01-01T00:00:00+09:00", "2020-03-01T00:00:00+09:00")).status).toBe(400);
    expect((await ask(`${now.slice(0, 10)}T00:00:00+09:00`, `${now}+09:00`)).status).toBe(200);
    const today = await ground.api(
      "GET",
      `/stock?upd_date_time-from=${time(`${now.slice(0, 10)}T00:00:00+09:00`)}`,
    );
    expect(today.body).toHaveLength(1);
  });

  it("narrow by uuid, store, day and number, with the lines where they are asked for", async () => {
    await ground.api("POST", "/transactions", sale({ transactionUuid: "u-1" }));
    await ground.api("POST", "/transactions", sale({ transactionUuid: "u-2" }));
    const at = window("terminal_tran_date_time", "2026-11-24T00:00:00+09:00", "2026-11-25T00:00:00+09:00");
    const ask = async (query: string) => (await ground.api("GET", `/transactions?${at}&${query}`)).body;
    expect(await ask("transaction_uuid=u-2")).toMatchObject([{ transactionHeadId: "2" }]);
    await ground.control("PATCH", "/switches", { filters: "ignored" });
    expect(await ask("transaction_uuid=u-2")).toMatchObject([{}, { transactionHeadId: "2" }]);
    await ground.control("PATCH", "/switches", { filters: "minded" });
    expect(await ask("store_id=3")).toEqual([]);
    expect(await ask("transaction_head_id-from=2")).toHaveLength(1);
    expect((await ask("store_id=1"))[0]).not.toHaveProperty("details");
    expect(await ask("with_details=all&limit=1")).toMatchObject([{ details: [{ productId: "11" }] }]);
    expect(await ask("with_details=all&limit=101")).toMatchObject({ status: 400 });
    expect((await ground.api("GET", "/transactions/1/details")).body).toMatchObject([{ quantity: "2" }]);
    expect((await ground.api("GET", "/transactions/1")).body).not.toHaveProperty("details");
    expect((await ground.api("GET", "/transactions/9")).status).toBe(404);
  });
});
