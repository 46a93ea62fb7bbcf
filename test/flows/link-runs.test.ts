import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tenMinuteContract, tenMinuteFile } from "../../sandbox/ten-minutes.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

describe("B7: from 1,000 products here and 1,200 in Smaregi to 900 links", () => {
  it("proposed, applied by one press and taken back, with the traps left to a person; searched, and brought here", async () => {
    const contract = { ...tenMinuteContract(), clientId: "client", clientSecret: "secret" };
    const shop = await house.openShop({ contract, connect: true });
    expect((await shop.csv("register", tenMinuteFile())).body).toMatchObject({ done: 1_000, failed: 0 });
    const { status, body } = await shop.api("POST", "/link-runs", { scope: "unlinked" });
    expect(status).toBe(202);
    const at = `/link-runs/${body["id"]}`;
    const run = await until("it is proposed", async () => {
      const { body: read } = await shop.api("GET", at);
      return read["endedAt"] === null ? null : read;
    });
    expect(run).toMatchObject({
      state: "proposed",
      counts: { certain: 900, likely: 52, conflict: 17, none: 30 },
    });
    const conflicts: Json[] = (await shop.api("GET", `${at}/items?class=conflict&limit=200`)).body["items"];
    const warned = new Set(
      conflicts.flatMap((each) => each["candidates"].flatMap((one: Json) => one["warnings"])),
    );
    const traps = [
      "twiceHere",
      "otherTax",
      "noStockControl",
      "ticket",
      "takesOtherStock",
      "otherPack",
      "notInStore",
      "linkedAlready",
    ];
    expect(traps.filter((trap) => !warned.has(trap))).toEqual([]);

    const applied = (await shop.api("POST", `${at}/apply`, { class: "certain", takesZeros: true })).body;
    expect(applied).toEqual({ applied: 900, skipped: [] });
    await shop.quiet();
    const search = async (query: string) => (await shop.api("GET", `/smaregi-products?${query}`)).body;
    const found = await search(`q=${encodeURIComponent("藍染めのてぬぐい")}`);
    expect(found["mirror"]).toMatchObject({ state: "ready", products: 1_200, problem: null });
    expect(found["items"][0]).toMatchObject({
      name: "藍染めのてぬぐい",
      price: 500,
      taxRate: 10,
      stockManaged: true,
    });
    const [variationId] = found["items"][0].linkedVariationIds;
    expect(await shop.quantity(variationId)).toBe(Math.max(0, found["items"][0].quantity ?? 0));

    const only = (await search("linked=false&limit=2"))["items"].map(
      (each: Json) => each["smaregiProductId"],
    );
    const taken = await shop.api("POST", "/products/from-smaregi", { smaregiProductIds: only });
    expect([taken.status, taken.body["variations"] + taken.body["skipped"].length]).toEqual([201, 2]);

    const file = (await shop.download(`${at}/items.csv`)).toString("utf8");
    expect(file.trim().split("\r\n")).toHaveLength(1_000);
    const undone = (await shop.api("POST", `${at}/undo`)).body;
    expect(undone["applied"] + undone["skipped"].length).toBe(900);
    expect((await shop.api("GET", at)).body).toMatchObject({ state: "undone" });
    expect((await shop.api("POST", `${at}/apply`, { class: "certain" })).status).toBe(409);
    // F1: none of this is a failed call.
    expect((await shop.api("GET", "/integration-log")).body["items"]).toEqual([]);
  });

  it("P10: what a person decides in a file is applied; the connection is asked for, and only those who may begin a run", async () => {
    const products = [{ productId: "8000001", productName: "茶", productCode: "4912345678904", price: 1000 }];
    const shop = await house.openShop({ products });
    const made = await shop.api("POST", "/products", {
      name: "茶",
      price: 1000,
      taxRate: 10,
      variations: [{ janCode: "4912345678904" }],
    });
    const [variation] = made.body["variations"];
    const { id } = (await shop.api("POST", "/link-runs", { scope: [variation.id] })).body;
    await until("it is proposed", async () => (await shop.api("GET", `/link-runs/${id}`)).body["endedAt"]);
    const file = await shop.download(`/link-runs/${id}/items.csv?encoding=shift_jis`);
    const send = (body: Uint8Array | string) =>
      shop.api("POST", `/link-runs/${id}/apply-csv`, body as string, { "content-type": "text/csv" });
    expect((await send("商品名\r\n茶\r\n")).status).toBe(422);
    const text = new TextDecoder("shift_jis").decode(file);
    expect((await send(text)).body).toEqual({ applied: 1, skipped: [], faults: [] });
    expect((await shop.api("GET", `/link-runs/${id}/items?state=applied`)).body["items"]).toMatchObject([
      { variationId: variation.id, smaregiProductId: "8000001", linkedTo: "8000001" },
    ]);
    const alone = await house.openShop({ connect: false });
    expect((await alone.api("POST", "/link-runs", { scope: "unlinked" })).status).toBe(404);
    expect((await alone.api("POST", "/smaregi-products/refresh")).status).toBe(404);
  });
});
