import { afterAll, beforeAll, expect, it } from "vitest";
import { createMerchant, endMerchant } from "../../src/merchants/manage-merchants.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop({ connect: false });
});
afterAll(() => house.close());

/** A page's HTML as the server sends it, before any script runs. */
async function page(
  path: string,
  { of = shop, cookie = "" }: { of?: { number: string }; cookie?: string } = {},
) {
  const response = await fetch(`${house.server.url}/shop/${of.number}${path}`, { headers: { cookie } });
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  return await response.text();
}

/** Publishes a product with this quantity. */
async function publish(name: string, quantity: number, { of = shop, price = 500 } = {}): Promise<Json> {
  const product = { name, price, taxRate: 8, published: true, variations: [{ quantity }] };
  return (await of.api("POST", "/products", product)).body;
}

/** The text that a reader sees. */
const seen = (html: string) =>
  html
    .replaceAll(/<(script|style|title)[^]*?<\/\1>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");

it("the list comes with names, prices and stock in it, in the reader's language", async () => {
  const own = await house.openShop({ connect: false });
  await publish("刷毛目の皿", 9, { of: own, price: 12_345 });
  await publish("飛びかんなの鉢", 3, { of: own });
  await publish("線文の壺", 0, { of: own });
  const html = await page("/", { of: own });
  expect(seen(html)).toMatch(
    /商品一覧 .*線文の壺 500円 \(税込\) 軽減税率8% 売り切れ .*飛びかんなの鉢 500円 .*残りわずか\(3点\) .*刷毛目の皿 12,345円 .*在庫あり/,
  );
  const answer = await fetch(`${house.server.url}/shop/v1/${own.number}`);
  const { name } = (await answer.json()) as Json;
  expect(html).toContain(`<title>商品一覧 | ${name}</title>`);
  const english = await page("/", { of: own, cookie: "musubi-language=en" });
  expect(english).toContain('<html lang="en"');
  expect(seen(english)).toMatch(/All products .*¥500 .*Sold out .*Only 3 left .*¥12,345 .*In stock/);
});

it("what is looked for is drawn by its words; other words in an address change nothing", async () => {
  await publish("藁灰の盃", 2);
  await publish("鉄釉の盃", 2);
  const found = seen(await page(`/?q=${encodeURIComponent("藁灰")}&utm_source=mail`));
  expect(found).toContain("藁灰の盃");
  expect(found).not.toContain("鉄釉の盃");
  expect(seen(await page("/?q=nothing-like-it"))).toContain("「nothing-like-it」に合う商品は見つかりません");
});

it("a product's page comes with it; one that is not sold, and what a browser keeps, is left to the script", async () => {
  const { id } = await publish("粉引の徳利", 2, { price: 4_400 });
  expect(seen(await page(`/products/${id}`))).toMatch(
    /粉引の徳利 .*4,400円 .*残りわずか\(2点\) .*カートに入れる/,
  );
  await shop.api("PATCH", `/products/${id}`, { published: false });
  for (const path of [`/products/${id}`, "/products/nothing", "/cart", "/checkout", "/done", "/no/page"])
    expect(await page(path)).toContain('<div id="root"></div>');
});

it("no name of a shop and no text of a product ends what it stands in", async () => {
  const odd = await createMerchant(house.database, { name: "</title></script><b>& 店" });
  const oddPage = await page("/", { of: odd });
  expect(oddPage).toContain("<title>商品一覧 | &lt;/title&gt;&lt;/script&gt;&lt;b&gt;&amp; 店</title>");
  expect(oddPage).not.toContain("<b>");
  const name = `</script><script>alert(1)</script><!-- <b>&amp; $& \u2028 皿`;
  const { id } = await publish(name, 2);
  for (const path of ["/", `/products/${id}`]) {
    const html = await page(path);
    expect(html).not.toMatch(/<script>|<!-- <b>|<b>/);
    expect(seen(html)).toContain(
      "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- &lt;b&gt;&amp;amp; $&amp;",
    );
    // The script reads exactly the same text.
    const data = /<script type="application\/json" id="drawn">([^<]*)<\/script>/.exec(html)?.[1] ?? "";
    expect(JSON.stringify(JSON.parse(data))).toContain(JSON.stringify(name));
  }
});

it("a shop that has ended, or never was, is left to the script, which says so", async () => {
  const ended = await house.openShop({ connect: false });
  await publish("最後の皿", 1, { of: ended });
  await endMerchant(house.database, ended.merchantId);
  for (const of of [ended, { number: "01-99999" }])
    expect(await page("/", { of })).toContain('<div id="root"></div>');
});

it("two shops that are drawn at the same time, in two languages, hold nothing of each other", async () => {
  const [one, two] = await Promise.all([
    house.openShop({ connect: false }),
    house.openShop({ connect: false }),
  ]);
  await Promise.all([publish("一の皿", 1, { of: one }), publish("二の皿", 1, { of: two })]);
  const pages = await Promise.all(
    Array.from({ length: 12 }, (_, nth) =>
      nth % 2 === 0 ? page("/", { of: one }) : page("/", { of: two, cookie: "musubi-language=en" }),
    ),
  );
  const held = pages.map((html) =>
    ["一の皿", "二の皿", one.number, two.number, "商品一覧", "All products"].filter((text) =>
      html.includes(text),
    ),
  );
  expect(held).toEqual(
    pages.map((_, nth) =>
      nth % 2 === 0 ? ["一の皿", one.number, "商品一覧"] : ["二の皿", two.number, "All products"],
    ),
  );
});
