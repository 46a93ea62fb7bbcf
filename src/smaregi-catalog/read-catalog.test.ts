import { hash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop } from "../../test/support/linked-shop.ts";
import { until } from "../../test/support/wait.ts";
import { removeConnection } from "../connection/remove-connection.ts";
import { hearProducts, readProductNews } from "./hear-products.ts";
import { listSmaregiProducts, readMirrorState } from "./list-products.ts";
import { readCatalog } from "./read-catalog.ts";
import { refreshCatalog } from "./refresh-catalog.ts";

/** Longer than a key of the database may be, and incompressible. */
const longId = Array.from({ length: 200 }, (_, nth) => hash("sha256", String(nth))).join("");

let shops: Awaited<ReturnType<typeof openLinkedShop>>;
beforeAll(async () => {
  shops = await openLinkedShop();
});
afterAll(() => shops.close());

async function openShop(more: number) {
  const shop = await shops.openShop();
  const { merchantId } = shop;
  const { ctx } = shops;
  const contractId = `sb_${merchantId}`;
  const added = Array.from({ length: more }, (_, nth) => {
    return {
      productId: String(8_100_000 + nth),
      productName: `急須 ${nth}`,
      productCode: `K-${nth}`,
      price: 100,
    };
  });
  if (added.length > 0) await shops.control("POST", `/contracts/${contractId}/products`, added);
  return {
    ...shop,
    contractId,
    refresh: async (acceptsGone = false) => {
      await refreshCatalog(ctx, { merchantId, acceptsGone });
      await readCatalog(ctx, { merchantId });
    },
    /** Does what Smaregi's notification triggers, without the wait. */
    hear: async (event: string, body: object) => {
      const news = readProductNews({ contractId, event, ...body }, { contractId, event });
      if (news === null) throw new Error("It is no news of products.");
      await hearProducts(ctx, news);
      await shop.select("update smaregi_catalogs set due_at = clock_timestamp() where merchant_id = $1");
      await readCatalog(ctx, { merchantId });
    },
    list: async (asked: { q?: string; linked?: boolean; cursor?: string; limit?: number } = {}) =>
      await listSmaregiProducts(ctx, { merchantId, limit: 200, ...asked }),
    ids: async (asked: { q?: string; linked?: boolean } = {}) =>
      (await listSmaregiProducts(ctx, { merchantId, limit: 200, ...asked })).items.map(
        (each) => each.smaregiProductId,
      ),
    mirror: () => readMirrorState(ctx, merchantId),
    counts: async (): Promise<Record<string, number>> =>
      (await shops.control("GET", `/calls?contractId=${contractId}`)).counts,
    remove: (productIds: string[]) =>
      shops.control("POST", `/contracts/${contractId}/products/delete`, { productIds }),
    off: () => shop.select("update connections set enabled = false where merchant_id = $1"),
  };
}

describe("the mirror of Smaregi's products", () => {
  it("is read by a person's press, by pages, with 部門 and 軽減税率, though the switch is off", async () => {
    const shop = await openShop(3);
    expect(await shop.mirror()).toMatchObject({ state: "none", products: 0 });
    await shop.off();
    await shops.control("POST", `/contracts/${shop.contractId}/categories`, {
      categories: [{ categoryId: "7", reduceTaxId: "10000001" }],
    });
    await shop.switches({ categoryTaxResolved: false });
    await shop.changeProduct("8100000", {
      categoryId: "7",
      price: 540,
      taxDivision: "1",
      stores: [{ storeId: "1", assignDivision: "1" }],
    });
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({ state: "ready", products: 4, problem: null, unlisted: 0 });
    const { items } = await shop.list({ q: "K-0" });
    expect(items).toMatchObject([
      {
        smaregiProductId: "8100000",
        name: "急須 0",
        taxRate: 8,
        price: 583,
        notSellable: ["notInStore"],
        takesOtherStock: false,
      },
    ]);
    expect(await shop.counts()).toMatchObject({
      // The last page of a list is the empty one after it.
      "GET /products": 2,
      "GET /categories": 2,
      "GET /reduce_tax_rates": 2,
    });
  });

  it("is searched by words in any spelling, by code and ID, page by page, and by what is linked", async () => {
    const shop = await openShop(3);
    await shop.changeProduct("8100001", { productName: "ﾃｨｰﾊﾞｯｸﾞ 緑茶", productCode: "8100002" });
    await shop.refresh();
    expect(await shop.ids({ q: "緑茶 てぃー" })).toEqual(["8100001"]);
    expect(await shop.ids({ q: "8100002" })).toEqual(["8100001", "8100002"]);
    expect(await shop.ids({ q: "100%" })).toEqual([]);
    expect(await shop.ids({ linked: true })).toEqual(["8000001"]);
    const first = await shop.list({ limit: 2 });
    const second = await shop.list({
      limit: 2,
      ...(first.nextCursor !== null && { cursor: first.nextCursor }),
    });
    expect([...first.items, ...second.items].map((each) => each.smaregiProductId)).toEqual(await shop.ids());
    expect(second.nextCursor).toBeNull();
    await expect(shop.list({ cursor: "x" })).rejects.toMatchObject({ code: "invalid" });
  });

  it("follows notifications: few products by their ID, a bulk without IDs by the window of changes", async () => {
    const shop = await openShop(2);
    await shop.refresh();
    await shop.changeProduct("8100000", { price: 300 });
    await shop.remove(["8100001"]);
    await shop.hear("pos:products", { action: "edited", productIds: ["8100000", "8100001"] });
    expect(await shop.list()).toMatchObject({
      items: [{ price: 1000 }, { price: 300 }],
      mirror: { products: 2 },
    });
    expect(await shop.counts()).toMatchObject({ "GET /products": 2, "GET /products/{id}": 2 });
    await shop.changeProduct("8100000", { price: 400 });
    await shop.hear("pos:products", { action: "bulk-update", productIds: [] });
    expect((await shop.list({ q: "K-0" })).items).toMatchObject([{ price: 400 }]);
    expect(await shop.counts()).toMatchObject({ "GET /products": 4, "GET /products/{id}": 2 });
  });

  it("P4: looks past no change where its first calls, by which it would know Smaregi's time, were lost", async () => {
    const shop = await openShop(1);
    await shop.switches({ clockOffsetMs: 600_000 });
    await shop.refresh();
    // Ten minutes have passed, and the change came in the middle of them.
    await shop.select(
      "update smaregi_catalogs set read_until = read_until - interval '10 minutes' where merchant_id = $1",
    );
    await shop.switches({ clockOffsetMs: 300_000 });
    await shop.changeProduct("8100000", { price: 400 });
    await shop.switches({ clockOffsetMs: 600_000 });
    shop.asNewProcess();
    await shops.control("POST", "/faults", { call: "POST /token", kind: "reset", times: 4 });
    await shop.hear("pos:products", { action: "bulk-update", productIds: [] });
    expect((await shop.list({ q: "K-0" })).items).toMatchObject([{ price: 400 }]);
  });

  it("finds what a bulk deleted, which no window of changes tells", async () => {
    const shop = await openShop(40);
    await shop.refresh();
    const gone = ["8100000", "8100001", "8100002"];
    await shop.remove(gone);
    await shop.hear("pos:products", { action: "bulk-deleted", productIds: [] });
    expect(await shop.mirror()).toMatchObject({ products: 38, unlisted: 0 });
  });

  it("marks nothing as gone where a good part is missing at once, until a person says so", async () => {
    const shop = await openShop(9);
    await shop.refresh();
    await shop.remove(["8100000", "8100001"]);
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({ products: 10, unlisted: 2 });
    await shop.fault("GET /products", "emptyList", 2);
    await shop.refresh(true);
    expect(await shop.mirror()).toMatchObject({ products: 10, unlisted: 10 });
    await shop.refresh(true);
    expect(await shop.mirror()).toMatchObject({ products: 8, unlisted: 0 });
  });

  it("F1: what fails stands in the mirror's own state, and in no log", async () => {
    const shop = await openShop(1);
    await shop.refresh();
    await shop.fault("GET /products", "status400", 4);
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({
      state: "failed",
      products: 2,
      problem: { kind: "smaregiSaid" },
    });
    expect(await shop.select("select 1 from integration_log where merchant_id = $1")).toEqual([]);
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({ state: "ready", problem: null });
  });

  it.each([true, false])(
    "a press during a read that fails is read at once; the switch on: %s",
    async (isOn) => {
      const shop = await openShop(1);
      const { merchantId } = shop;
      await shop.select("update connections set enabled = $2 where merchant_id = $1", isOn);
      const press = () => refreshCatalog(shops.ctx, { merchantId, acceptsGone: false });
      await press();
      await shop.fault("GET /products", "status400", 4);
      shop.inCall("productPage", "after", press);
      await readCatalog(shops.ctx, { merchantId });
      const [row] = await shop.select(
        "select asked, due_at <= clock_timestamp() as is_due, problem is not null as failed from smaregi_catalogs where merchant_id = $1",
      );
      expect(row).toEqual({ asked: "full", is_due: true, failed: true });
      await readCatalog(shops.ctx, { merchantId });
      expect(await shop.list()).toMatchObject({ mirror: { state: "ready", products: 2, problem: null } });
    },
  );

  it("asks without 在庫引当 where a list refuses that word, and knows nothing of it then", async () => {
    const shop = await openShop(1);
    await shop.fault("GET /products", "status400");
    await shop.refresh();
    expect((await shop.list()).items.map((each) => each.takesOtherStock)).toEqual([null, null]);
    expect((await shop.mirror()).state).toBe("ready");
  });

  it("asks for fewer rows a page where that is the most that come with what is beside them", async () => {
    const shop = await openShop(230);
    await shop.switches({ besideLimit: 100 });
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({ state: "ready", products: 231, problem: null });
    expect((await shop.list({ q: "K-229" })).items).toMatchObject([
      { takesOtherStock: false, notSellable: [] },
    ]);
    // What is not in the list is searched again with other page borders.
    await shop.remove(["8100000"]);
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({ products: 230, unlisted: 0 });
  });

  it("P5: a product that Smaregi fails to answer keeps no other, and is asked for again", async () => {
    const shop = await openShop(3);
    await shop.refresh();
    const prices = async () => (await shop.list({ q: "K-" })).items.map(({ price }) => price);
    for (const id of ["8100000", "8100001", "8100002"]) await shop.changeProduct(id, { price: 300 });
    await shop.fault("GET /products/{id}", "status500");
    await shop.hear("pos:products", { action: "edited", productIds: ["8100000", "8100001", "8100002"] });
    expect((await prices()).toSorted()).toEqual([100, 300, 300]);
    expect(await shop.mirror()).toMatchObject({ state: "failed", problem: { kind: "smaregiSaid" } });
    const asked = "select 1 from smaregi_product_asks where merchant_id = $1";
    expect(await shop.select(asked)).toHaveLength(1);
    await shop.hear("pos:products", { action: "edited", productIds: ["8100001"] });
    expect(await prices()).toEqual([300, 300, 300]);
    expect(await shop.mirror()).toMatchObject({ state: "ready", problem: null });
  });

  it("P5: what changed is known until now, though a product beside it could not be read", async () => {
    const shop = await openShop(1);
    await shop.refresh();
    const until = async () =>
      (await shop.select("select read_until from smaregi_catalogs where merchant_id = $1"))[0].read_until;
    await shop.select(
      "update smaregi_catalogs set read_until = clock_timestamp() - interval '1 day' where merchant_id = $1",
    );
    const before = await until();
    await shop.fault("GET /products/{id}", "status500");
    await shop.hear("pos:products", { action: "bulk-update", productIds: ["8199999"] });
    expect((await shop.mirror()).state).toBe("failed");
    expect((await until()).getTime()).toBeGreaterThan(before.getTime());
  });

  it.each([
    ["an ID longer than any", { productId: longId }, "珈琲", 1],
    ["a name with a NUL", { productName: "急須\0" }, "急須\u{fffd}", 2],
    ["half a letter in its code", { productCode: "K\u{d83d}" }, "急須 0", 2],
    ["a price beyond any", { price: "99999999999" }, "急須 0", 2],
    ["a time that a program writes for none", { updDateTime: "0001-01-01T00:00:00" }, "急須 0", 2],
    ["the ID of another, as a list has a row twice", { productId: "8000001" }, "急須 0", 1],
  ])("P5: a row with %s keeps no other from the mirror", async (_, fields, name, products) => {
    const shop = await openShop(1);
    await shop.switches({ oddRows: [{ call: "GET /products", id: "8100000", fields }] });
    await shop.refresh();
    expect(await shop.mirror()).toMatchObject({ state: "ready", products, problem: null });
    expect((await shop.list()).items.at(-1)).toMatchObject({ name });
  });

  it("is not read by itself while the switch is off: what was told is read when it is on again", async () => {
    const shop = await openShop(1);
    await shop.refresh();
    await shop.off();
    await shop.changeProduct("8100000", { price: 300 });
    await shop.hear("pos:products", { action: "edited", productIds: ["8100000"] });
    expect((await shop.list({ q: "K-0" })).items).toMatchObject([{ price: 100 }]);
    await shop.select("update connections set enabled = true where merchant_id = $1");
    await readCatalog(shops.ctx, { merchantId: shop.merchantId });
    expect((await shop.list({ q: "K-0" })).items).toMatchObject([{ price: 300 }]);
  });

  it("P5: a notification that comes while the mirror goes asks for nothing, and fails nothing", async () => {
    const shop = await openShop(0);
    await shop.refresh();
    const going = await shops.ctx.pool.connect();
    try {
      await going.query("begin");
      await going.query("delete from smaregi_catalogs where merchant_id = $1", [shop.merchantId]);
      const { contractId } = shop;
      const heard = hearProducts(shops.ctx, { contractId, productIds: ["8000001"], also: null });
      await until("it waits for the mirror", async () => {
        const { rowCount } = await shops.ctx.pool.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return rowCount === 1;
      });
      await going.query("commit");
      await heard;
    } finally {
      going.release();
    }
    const asked = "select 1 from smaregi_product_asks where merchant_id = $1";
    expect(await shop.select(asked)).toEqual([]);
  });

  it("P8: goes with the connection, and is of no contract that was not proven", async () => {
    const shop = await openShop(1);
    const { merchantId } = shop;
    await shop.refresh();
    await shop.select("delete from contract_proofs where merchant_id = $1");
    await expect(refreshCatalog(shops.ctx, { merchantId, acceptsGone: false })).rejects.toMatchObject({
      code: "contract_unproven",
    });
    await removeConnection(shops.ctx, { merchantId });
    expect(await shop.mirror()).toMatchObject({ state: "none" });
    expect(await shop.select("select 1 from smaregi_products where merchant_id = $1")).toEqual([]);
    await expect(refreshCatalog(shops.ctx, { merchantId, acceptsGone: false })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
