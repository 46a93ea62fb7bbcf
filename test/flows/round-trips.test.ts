import { afterAll, beforeAll, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";
import { today } from "../support/today.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop();
});
afterAll(() => house.close());

const made = async (path: string, body: Json): Promise<Json> => {
  const answer = await shop.api("POST", path, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
};

const ring = {
  name: "指輪",
  price: 9000,
  taxRate: 10,
  variationPattern: "pattern2",
  questions: [
    { name: "色", choices: ["金", "銀"] },
    { name: "刻印", freeText: true },
  ],
};
const every = { unit: "month", count: 1 };
const later = `${Number(today().slice(0, 4)) + 1}-01-31`;

it("O3: what an address answers may be sent back to it as it is, with and without a buyer, and changes nothing", async () => {
  const product = await made("/products", { ...ring, variations: [{ stockManaged: true, quantity: 9 }] });
  const lines = [{ variationId: product["variations"][0].id, quantity: 1, answers: ["金", ""] }];
  const customer = { name: "山田", phone: "03-1234-5678", cart: { any: [1, null] } };
  const plan = { kind: "subscription", every, firstOn: later, lines };
  const things = [
    ["/products", product],
    ["/orders", await made("/orders", { kind: "normal", lines })],
    ["/orders", await made("/orders", { kind: "preorder", releaseOn: "2099-12-24", lines, customer })],
    ["/plans", await made("/plans", plan)],
    ["/plans", await made("/plans", { ...plan, customer })],
  ] as const;
  for (const [path, { id }] of things) {
    const { body: got } = await shop.api("GET", `${path}/${id}`);
    const answer = await shop.api("PATCH", `${path}/${id}`, got);
    expect({ path, ...answer }).toMatchObject({ path, status: 200 });
    const { updatedAt: _, ...rest } = got;
    expect(answer.body).toMatchObject(rest);
  }
  for (const path of [
    "/shop-settings",
    "/paper-settings",
    "/connection/payment-methods",
    "/notice-channels",
  ]) {
    const { body } = await shop.api("GET", path);
    expect({ path, ...(await shop.api("PUT", path, body)) }).toEqual({ path, status: 200, body });
  }
});

it("an order and a plan are made, and lose their buyer, by the null with which answers say that there is none", async () => {
  const { variations } = await made("/products", {
    name: "皿",
    price: 100,
    taxRate: 10,
    variations: [{ stockManaged: false }],
  });
  const lines = [{ variationId: variations[0].id, quantity: 1 }];
  const plan = { kind: "subscription", every, firstOn: later, lines };
  for (const [path, body] of [
    ["/orders", { kind: "normal", lines }],
    ["/plans", plan],
  ] as const) {
    expect((await made(path, { ...body, customer: null }))["customer"]).toBeNull();
    const { id } = await made(path, { ...body, customer: { name: "山田 花子" } });
    const { body: left } = await shop.api("PATCH", `${path}/${id}`, { customer: null });
    expect(left).toMatchObject({ id, customer: null });
    const asked = `select customer is null as none from ${path.slice(1)} where merchant_id = $1 and id = $2`;
    const { rows } = await house.database.pool.query(asked, [shop.merchantId, id]);
    expect(rows).toEqual([{ none: true }]);
  }
  const { body: found } = await shop.api("GET", "/orders?q=花子");
  expect(found["items"]).toEqual([]);
});
