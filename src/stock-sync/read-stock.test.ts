import { describe, expect, it } from "vitest";
import { account, useLocalSmaregi } from "../smaregi/local.fixture.ts";
import { readStock } from "./read-stock.ts";
import type { Reading, Signal } from "./rules.ts";

const local = useLocalSmaregi();
const at = `/contracts/${account.contractId}`;

/** Creates so many products, numbered from 8000001; the first `inStock` of them have a row with 10 pieces. */
async function fill(products: number, inStock = products): Promise<string[]> {
  const ids = Array.from({ length: products }, (_, index) => String(8_000_001 + index));
  await local.control("PUT", at, {
    stores: [{ storeId: "1", storeName: "本店" }],
    products: ids.map((productId) => ({ productId })),
    stock: ids.slice(0, inStock).map((productId) => ({ productId, storeId: "1", stockAmount: 10 })),
  });
  return ids;
}

async function read(ids: string[], more: Partial<Signal> = {}): Promise<Map<string, Reading>> {
  const reader = { smaregi: local.smaregi, account, storeId: "1", now: () => new Date() };
  const signals = ids.map((smaregiProductId): Signal => {
    return { smaregiProductId, askedAt: new Date(), notifiedAt: null, ...more };
  });
  const found: Reading[] = [];
  for await (const readings of readStock(reader, signals)) found.push(...readings);
  expect(found).toHaveLength(ids.length);
  return new Map(found.map((reading) => [reading.smaregiProductId, reading]));
}

const kinds = (readings: Map<string, Reading>) => [
  ...new Set([...readings.values()].map(({ kind }) => kind)),
];
const calls = async () => {
  const { "POST /token": _, ...counts } = await local.counts();
  return Object.values(counts).reduce((a, b) => a + b, 0);
};

describe("P3: absence in a list proves nothing", () => {
  it("21 products behind 11,021 rows: the list is given up, and each is read by itself", async () => {
    const ids = await fill(11_100);
    expect(kinds(await read(ids.slice(11_021, 11_042)))).toEqual(["found"]);
  });

  it("a page limit below 1,000 ends no list, with Link and without", async () => {
    const ids = await fill(250);
    await local.control("PATCH", "/switches", { pageLimit: 100 });
    expect(kinds(await read(ids))).toEqual(["found"]);
    await local.control("PATCH", "/switches", { linkHeader: false });
    expect(kinds(await read(ids))).toEqual(["found"]);
  });

  it("a row deleted while pages are read hides none at the border", async () => {
    const ids = await fill(1_500);
    await local.fault("GET /stock", "firstRowGoes");
    // The first one is gone after its page; the others are all there.
    expect(kinds(await read(ids))).toEqual(["found"]);
  });

  it("a product deleted while the list of all products is read hides none either", async () => {
    const ids = await fill(1_500, 0);
    await local.fault("GET /products", "firstRowGoes");
    expect(kinds(await read(ids))).toEqual(["neverMoved"]);
  });

  it("one empty answer is not the whole list", async () => {
    const ids = await fill(30);
    await local.fault("GET /stock", "emptyList");
    expect(kinds(await read(ids))).toEqual(["found"]);
  });

  it("what no list of products holds is said to be so by a list, not by Smaregi of that product", async () => {
    await fill(3);
    const ids = Array.from({ length: 30 }, (_, index) => String(9_000_001 + index));
    const readings = await read(ids);
    expect(readings.get("9000001")).toMatchObject({ kind: "missing", listed: true });
    expect((await read(["9000001"])).get("9000001")).toEqual({
      smaregiProductId: "9000001",
      beganAt: expect.any(Date),
      kind: "missing",
    });
  });
});

describe("case 02: a row of stock is no proof of a product that Smaregi was said not to have", () => {
  it.each([[3], [30]])(
    "of %i such products each is missing or found by the product itself",
    async (count) => {
      const ids = await fill(count);
      await local.control("DELETE", `${at}/products/8000001?keepStock=true`);
      expect((await read(ids)).get("8000001")).toMatchObject({ kind: "found", amount: 10 });
      const readings = await read(ids, { doubted: true });
      expect(readings.get("8000001")?.kind).toBe("missing");
      expect(readings.get("8000002")).toMatchObject({ kind: "found", amount: 10 });
    },
  );
});

describe("the cost in calls", () => {
  it("10,000 products that never moved cost 12, not 20,000", async () => {
    const ids = await fill(10_000, 0);
    expect(kinds(await read(ids))).toEqual(["neverMoved"]);
    expect(await calls()).toBe(12);
  });

  it("10,000 changed ones cost 10, one product one", async () => {
    const ids = await fill(10_000);
    await read(ids, { notifiedAt: new Date() });
    expect(await calls()).toBe(10);
    await local.control("DELETE", "/calls");
    await read(["8000001"]);
    expect(await calls()).toBe(1);
  });
});
