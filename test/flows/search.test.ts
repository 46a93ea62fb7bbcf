import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";
import { today } from "../support/today.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const names = async (shop: Shop, query: string): Promise<string[]> => {
  const { status, body } = await shop.api("GET", `/products?${query}`);
  expect(status).toBe(200);
  return body["items"].map((each: Json) => each["name"]);
};
const q = (text: string) => `q=${encodeURIComponent(text)}`;

describe("products are searched", () => {
  let shop: Shop;
  const products: Json[] = [
    { name: "有田焼 珈琲碗", productCode: "ARITA-01" },
    {
      name: "Ｔシャツ",
      variationPattern: "pattern1",
      variations: [
        { name: "白 M", productCode: "TS-W-M", janCode: "4901234567894", stockManaged: true, quantity: 3 },
        { name: "白 L", smaregiProductId: "8000001", stockManaged: true },
      ],
    },
    {
      name: "珈琲豆 100%アラビカ_深煎り",
      variations: [{ stockManaged: true, quantity: 0 }],
      published: true,
    },
    { name: "茶", variations: [{ stockManaged: false }] },
  ];
  beforeAll(async () => {
    shop = await house.openShop();
    for (const each of products) {
      const { status } = await shop.api("POST", "/products", { price: 100, taxRate: 10, ...each });
      expect(status).toBe(201);
    }
    await shop.quiet();
    // Another merchant's product with the same name is not found.
    const other = await house.openShop({ connect: false });
    await other.api("POST", "/products", { name: "珈琲 よその店", price: 1, taxRate: 8 });
  });

  it("by a part of the name: two letters, one, half and full width, capitals, blanks", async () => {
    expect(await names(shop, q("珈琲"))).toEqual([products[2]?.["name"], products[0]?.["name"]]);
    expect(await names(shop, q("田焼"))).toEqual(["有田焼 珈琲碗"]);
    expect(await names(shop, q("焼珈"))).toEqual(["有田焼 珈琲碗"]);
    expect(await names(shop, q("茶"))).toEqual(["茶"]);
    expect(await names(shop, q("tｼｬﾂ"))).toEqual(["Ｔシャツ"]);
    expect(await names(shop, q("　tシャツ "))).toEqual(["Ｔシャツ"]);
    // P10: decomposed letters, the other kana, dashes.
    expect(await names(shop, q("t\u{FF7C}ャツ"))).toEqual(["Ｔシャツ"]);
    expect(await names(shop, q("tしゃつ"))).toEqual(["Ｔシャツ"]);
    expect(await names(shop, q("あらひ\u{3099}か"))).toEqual(["珈琲豆 100%アラビカ_深煎り"]);
    expect(await names(shop, q("arita−01"))).toEqual(["有田焼 珈琲碗"]);
    expect(await names(shop, q("t"))).toEqual(["Ｔシャツ", "有田焼 珈琲碗"]);
    expect(await names(shop, q("100%ア"))).toEqual([products[2]?.["name"]]);
    expect(await names(shop, q("%"))).toEqual([products[2]?.["name"]]);
    expect(await names(shop, q("_深"))).toEqual([products[2]?.["name"]]);
    expect(await names(shop, q("緑茶"))).toEqual([]);
    expect(await names(shop, q("珈琲' or 1=1 --"))).toEqual([]);
    expect(await names(shop, "q=%00%20")).toHaveLength(4);
    expect(await names(shop, "q=")).toHaveLength(4);
  });

  it("by product code, a variation's code, JAN code, Smaregi product ID and system product number", async () => {
    const all = (await shop.api("GET", "/products")).body["items"] as Json[];
    const number = all[2]?.["variations"][1].systemProductNumber as string;
    const unfinished = number.replace(/^.*-T/, "T").slice(0, -3);
    for (const text of ["arita", "ARITA-01"]) expect(await names(shop, q(text))).toEqual(["有田焼 珈琲碗"]);
    for (const text of [
      "ts-w",
      "4901234567894",
      "34567",
      "8000001",
      number,
      number.toLowerCase(),
      unfinished,
    ])
      expect([text, await names(shop, q(text))]).toEqual([text, ["Ｔシャツ"]]);
  });

  it("by what they have become: a name, a code, a variation that goes, a product that goes", async () => {
    const { body } = await shop.api("POST", "/products", {
      name: "はんぺん",
      price: 1,
      taxRate: 8,
      variationPattern: "pattern1",
      variations: [
        { name: "大", productCode: "HANPEN-L" },
        { name: "小", productCode: "HANPEN-S" },
      ],
    });
    const change = (what: Json) => shop.api("PATCH", `/products/${body["id"]}`, what);
    await change({ name: "ちくわ" });
    expect(await names(shop, q("はんぺん"))).toEqual([]);
    expect(await names(shop, q("ちくわ"))).toEqual(["ちくわ"]);
    const [first, second] = body["variations"] as Json[];
    await change({
      variations: [{ id: first?.["id"], smaregiProductId: "7654321" }, { id: second?.["id"] }],
    });
    expect(await names(shop, q("7654321"))).toEqual(["ちくわ"]);
    await change({ variations: [{ id: first?.["id"] }] });
    expect(await names(shop, q("HANPEN-S"))).toEqual([]);
    expect(await names(shop, q("HANPEN-L"))).toEqual(["ちくわ"]);
    await shop.api("DELETE", `/products/${body["id"]}`);
    expect(await names(shop, q("ちくわ"))).toEqual([]);
    await shop.csv("register", "商品コード,商品名,販売価格\nKAMABOKO,かまぼこ,100\n");
    await shop.csv("change", "商品コード,商品名\nKAMABOKO,紅かまぼこ\n");
    expect(await names(shop, q("紅かま"))).toEqual(["紅かまぼこ"]);
    const made = (await shop.api("GET", `/products?${q("kamaboko")}`)).body["items"][0];
    await shop.api("DELETE", `/products/${made.id}`);
  });

  it("by state, by published or not, and by both with a word", async () => {
    const [arita, shirt, beans, tea] = products.map((each) => each["name"]);
    expect(await names(shop, "state=linked")).toEqual([shirt]);
    expect(await names(shop, "state=unlinked")).toEqual([tea, beans, shirt, arita]);
    expect(await names(shop, "state=soldOut")).toEqual([beans, arita]);
    expect(await names(shop, "published=true")).toEqual([beans]);
    expect(await names(shop, "published=false")).toEqual([tea, shirt, arita]);
    expect(await names(shop, `state=soldOut&published=false&${q("珈琲")}`)).toEqual([arita]);
    expect((await shop.api("GET", "/products?state=x")).status).toBe(422);
    expect((await shop.api("GET", "/products?published=x")).status).toBe(422);
    // A product that Smaregi does not have has failed; while it waits, it is waiting; with the link off, it is neither.
    expect(await names(shop, "state=failed")).toEqual([]);
    await shop.link("99");
    expect(await names(shop, "state=failed")).toEqual(["商品 99"]);
    await shop.switches({ heldCalls: ["GET /stock"] });
    await shop.setStock("8000001", 4);
    await until("it waits", async () => (await names(shop, "state=waiting"))[0] === shirt);
    await shop.switches({ heldCalls: [] });
    await shop.quiet();
    expect(await names(shop, "state=waiting")).toEqual([]);
    const { contractId } = shop;
    await shop.api("PUT", "/connection", { contractId, storeId: "1", terminalId: "2", enabled: false });
    expect(await names(shop, "state=failed")).toEqual([]);
    expect(await names(shop, "state=waiting")).toEqual([]);
  });

  it("page by page, without a gap or a repeat", async () => {
    const big = await house.openShop({ connect: false });
    const rows = Array.from({ length: 120 }, (_, nth) => `${nth % 3 === 0 ? "箸" : "匙"}${nth},100`);
    await big.csv("register", `商品名,販売価格\n${rows.join("\n")}\n`);
    const found: string[] = [];
    for (let cursor = "", page = 0; page < 10; page += 1) {
      const { body } = await big.api("GET", `/products?limit=15&${q("箸")}${cursor}`);
      found.push(...body["items"].map((each: Json) => each["name"]));
      if (body["nextCursor"] === null) break;
      cursor = `&cursor=${body["nextCursor"]}`;
    }
    expect(found).toEqual(Array.from({ length: 40 }, (_, nth) => `箸${117 - nth * 3}`));
  });
});

describe("orders are searched", () => {
  it("by a part of the number, of the buyer's name and of its reading, beside the other filters", async () => {
    const shop = await house.openShop({ connect: false });
    const { body: product } = await shop.api("POST", "/products", { name: "茶", price: 100, taxRate: 8 });
    const line = { variationId: product["variations"][0].id, quantity: 1 };
    await shop.api("PATCH", `/products/${product["id"]}`, {
      variations: [{ id: line.variationId, stockManaged: false }],
    });
    const buyers = [
      { name: "山田 太郎", kana: "ヤマダ タロウ" },
      { name: "山口花子" },
      { name: "Smith, John" },
      undefined,
    ];
    const placed: Json[] = [];
    for (const customer of buyers)
      placed.push(await shop.order([line], customer === undefined ? {} : { customer }));
    const find = async (query: string) => {
      const { body } = await shop.api("GET", `/orders?${query}`);
      return body["items"].map((each: Json) => each["customer"]?.name ?? null);
    };
    expect(await find(q("山田太"))).toEqual(["山田 太郎"]);
    expect(await find(q("ﾔﾏﾀﾞ"))).toEqual(["山田 太郎"]);
    expect(await find(q("山"))).toEqual(["山口花子", "山田 太郎"]);
    expect(await find(q("SMITH"))).toEqual(["Smith, John"]);
    expect(await find(q(placed[3]?.["number"]))).toEqual([null]);
    expect(await find(q(placed[1]?.["number"].slice(-2)))).toEqual(["山口花子"]);
    expect(await find(q("0000"))).toHaveLength(4);
    expect(await find(q("佐藤"))).toEqual([]);
    await shop.api("PATCH", `/orders/${placed[0]?.["id"]}`, { customer: { name: "佐藤 太郎" } });
    expect(await find(q("佐藤"))).toEqual(["佐藤 太郎"]);
    expect(await find(q("山田"))).toEqual([]);
    await shop.api("POST", `/orders/${placed[1]?.["id"]}/status`, { status: "paid" });
    expect(await find(`status=paid&${q("山")}`)).toEqual(["山口花子"]);
    expect(await find(`status=new&${q("山")}`)).toEqual([]);
    const day = today();
    expect(await find(`from=${day}&to=${day}&${q("太郎")}`)).toEqual(["佐藤 太郎"]);
    expect(await find("from=2020-01-01&to=2020-12-31")).toEqual([]);
    expect(await find("from=2099-01-01")).toEqual([]);
    const stranger = await house.openShop({ connect: false });
    expect((await stranger.api("GET", `/orders?${q("太郎")}`)).body["items"]).toEqual([]);
  });
});
