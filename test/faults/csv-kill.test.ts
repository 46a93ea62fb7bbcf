import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openHouse, type House, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const rows = 6_000;
const isBad = (nth: number) => nth % 100 === 7;

it("S1: a file whose server is killed in the middle goes on where it stopped, and no row is done twice", async () => {
  const shop = await house.openShop({ connect: false });
  const lines = Array.from(
    { length: rows },
    (_, nth) => `K-${nth},品 ${nth},${isBad(nth) ? "x" : nth},する,${nth % 9}\n`,
  );
  const file = `商品コード,商品名,販売価格,在庫管理フラグ,在庫数\n${lines.join("")}`;
  const response = await fetch(`${house.server.url}/api/v1/products/bulk-register`, {
    method: "POST",
    headers: { authorization: `Bearer ${shop.apiKey}`, "content-type": "text/csv" },
    body: file,
  });
  expect(response.status).toBe(202);
  const { id } = (await response.json()) as Json;
  const seen = await until("it is under way", async () => {
    const { body } = await shop.api("GET", `/bulk-jobs/${id}`);
    return (body["done"] as number) + (body["failed"] as number);
  });
  await delay(Math.random() * 150);
  await house.server.kill();
  await house.restart();
  const job = await until("it is through", async () => {
    const { body } = await shop.api("GET", `/bulk-jobs/${id}`);
    return body["state"] === "done" ? body : null;
  });
  expect(seen).toBeLessThan(rows);
  expect(job).toMatchObject({ rows, done: rows * 0.99, failed: rows * 0.01 });
  const { rows: counted } = await house.database.pool.query(
    `select count(*)::int as products, count(distinct p.product_code)::int as codes,
       count(v.id)::int as variations, count(distinct v.system_product_number)::int as numbers,
       sum(v.quantity)::int as quantities,
       (select sum(change)::int from movements where merchant_id = $1) as moved
     from products p join variations v on v.merchant_id = p.merchant_id and v.product_id = p.id
     where p.merchant_id = $1`,
    [shop.merchantId],
  );
  const good = Array.from({ length: rows }, (_, nth) => nth).filter((nth) => !isBad(nth));
  const pieces = good.reduce((sum, nth) => sum + (nth % 9), 0);
  const count = good.length;
  expect(counted[0]).toEqual({
    products: count,
    codes: count,
    variations: count,
    numbers: count,
    quantities: pieces,
    moved: pieces,
  });
  const errors = (await shop.download(`/bulk-jobs/${id}/errors.csv`)).toString().trim().split("\r\n");
  expect(errors).toHaveLength(rows / 100 + 1);
});

it("a file whose lock is lost with its connection, and which two are at then, has no row done twice", async () => {
  const shop = await house.openShop({ connect: false });
  const send = async (count: number): Promise<string> => {
    const lines = Array.from({ length: count }, (_, nth) => `品 ${nth},${nth},する,1\n`);
    const response = await fetch(`${house.server.url}/api/v1/products/bulk-register`, {
      method: "POST",
      headers: { authorization: `Bearer ${shop.apiKey}`, "content-type": "text/csv" },
      body: `商品名,販売価格,在庫管理フラグ,在庫数\n${lines.join("")}`,
    });
    return ((await response.json()) as Json)["id"];
  };
  const jobOf = async (id: string) => (await shop.api("GET", `/bulk-jobs/${id}`)).body;
  const long = await send(rows);
  for (let cut = 0; cut < 2; cut += 1) {
    const before = (await jobOf(long))["done"];
    await until("it goes on", async () => (await jobOf(long))["done"] > before);
    const { rows: ended } = await house.database.pool.query(
      `select pg_terminate_backend(pid) from (
         select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'advisory' and a.datname = current_database()) holder`,
    );
    expect(ended).not.toEqual([]);
    // A second file starts a second job, which finds the lock free and the first file unfinished.
    await send(1);
  }
  const job = await until("it is through", async () => {
    const body = await jobOf(long);
    return body["state"] === "done" ? body : null;
  });
  expect(job).toMatchObject({ rows, done: rows, failed: 0 });
  await until("the others are through", async () => {
    const { items } = (await shop.api("GET", "/bulk-jobs")).body;
    return items.every((each: Json) => each["state"] === "done");
  });
  const { rows: counted } = await house.database.pool.query(
    "select count(*)::int as products from products where merchant_id = $1",
    [shop.merchantId],
  );
  expect(counted[0]).toEqual({ products: rows + 2 });
});
