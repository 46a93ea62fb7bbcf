import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop();
});
afterAll(() => house.close());

const log = async (id: string): Promise<Json[]> => (await shop.api("GET", `/orders/${id}/log`)).body["items"];

describe("O1: orders of five kinds", () => {
  it("a pre-order keeps its release date, which an edit may move without a word to Smaregi", async () => {
    const variationId = await shop.link("8000001");
    const lines = [{ variationId, quantity: 1 }];
    const order = await shop.order(lines, { kind: "preorder", releaseOn: "2026-12-24" });
    expect(order).toMatchObject({ kind: "preorder", releaseOn: "2026-12-24" });
    await shop.waitForLink(order["id"], "registered");
    const moved = await shop.api("PATCH", `/orders/${order["id"]}`, { releaseOn: "2027-01-15" });
    expect(moved.body).toMatchObject({ releaseOn: "2027-01-15", link: { state: "registered" } });
    await shop.quiet();
    expect(await shop.transactions()).toHaveLength(1);
    const wrong = await shop.api("POST", "/orders", { kind: "normal", lines, releaseOn: "2026-12-24" });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "releaseOn" }] } });
    const noDate = await shop.api("POST", "/orders", { kind: "preorder", lines, releaseOn: "12/24" });
    expect(noDate.status).toBe(422);
  });

  it("an order on behalf of the buyer says who entered it", async () => {
    const variationId = await shop.link("8000002");
    const lines = [{ variationId, quantity: 1 }];
    const order = await shop.order(lines, {
      kind: "proxy",
      enteredBy: "店長 佐藤",
      customer: { name: "山田 花子" },
    });
    expect(order).toMatchObject({
      enteredBy: "店長 佐藤",
      placedBy: "API: first",
      customer: { name: "山田 花子" },
    });
    expect((await shop.order(lines, { kind: "proxy" }))["enteredBy"]).toBe("API: first");
    const wrong = await shop.api("POST", "/orders", { kind: "normal", lines, enteredBy: "店長" });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "enteredBy" }] } });
  });

  it("a membership fee is an order of a product without stock, registered like any", async () => {
    const { body: fee } = await shop.api("POST", "/products", {
      name: "年会費",
      price: 5000,
      taxRate: 10,
      variations: [{ stockManaged: false }],
    });
    const order = await shop.order([{ variationId: fee["variations"][0].id, quantity: 1 }], {
      kind: "membershipFee",
    });
    const { link } = await shop.waitForLink(order["id"], "registered");
    const stands = (await shop.transactions()).find(
      (each) => each["transactionHeadId"] === link.transactionId,
    );
    expect(stands).toMatchObject({ total: "5000", memo: order["number"] });
  });

  it("the buyer's name and address are kept, changed without a word to Smaregi, and checked", async () => {
    const variationId = await shop.link("8000003");
    const customer = {
      name: "山田 太郎",
      postalCode: "100-0001",
      address: "東京都千代田区千代田1-1",
      note: { any: 1 },
    };
    const order = await shop.order([{ variationId, quantity: 1 }], { customer });
    expect(order["customer"]).toEqual(customer);
    await shop.waitForLink(order["id"], "registered");
    const { body } = await shop.api("PATCH", `/orders/${order["id"]}`, { customer: { name: "山田 次郎" } });
    expect(body).toMatchObject({ customer: { name: "山田 次郎" }, link: { state: "registered" } });
    expect((await log(order["id"])).map((entry) => entry["event"])).toEqual([
      "placed",
      "transactionRegistered",
      "edited",
    ]);
    const wrong = await shop.api("PATCH", `/orders/${order["id"]}`, { customer: { name: 7 } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "customer.name" }] } });
  });
});

describe("O3: lines", () => {
  it("U2: answers to the product's questions stand in the line, by order or by name, and stay readable", async () => {
    const { body: plate } = await shop.api("POST", "/products", {
      name: "表札",
      price: 3000,
      taxRate: 10,
      variationPattern: "pattern2",
      questions: [
        { name: "書体", choices: ["明朝", "ゴシック"] },
        { name: "名前", freeText: true },
      ],
      variations: [{ quantity: 9 }],
    });
    const variationId = plate["variations"][0].id;
    const order = await shop.order([
      { variationId, quantity: 1, answers: ["明朝", "山田"] },
      { variationId, quantity: 1, answers: { 名前: "佐藤", 書体: "ゴシック" } },
      { variationId, quantity: 1, answers: ["ゴシック"] },
    ]);
    expect(order["lines"].map((line: Json) => line["answers"])).toEqual([
      ["明朝", "山田"],
      ["ゴシック", "佐藤"],
      ["ゴシック", ""],
    ]);
    expect(order["lines"][0].questions).toEqual(["書体", "名前"]);
    expect(await shop.quantity(variationId)).toBe(6);
    const wrong = await shop.api("POST", "/orders", {
      kind: "normal",
      lines: [{ variationId, quantity: 1, answers: { 名前: "山田" } }],
    });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "lines[0].answers.書体" }] } });
    expect(await shop.quantity(variationId)).toBe(6);
    // The product's questions have changed: the old answers stay, and an edit of the pieces does not ask again.
    await shop.api("PATCH", `/products/${plate["id"]}`, {
      questions: [{ name: "木の種類", choices: ["桜", "檜"] }],
    });
    const edited = await shop.api("PATCH", `/orders/${order["id"]}`, {
      lines: [
        { variationId, quantity: 2 },
        { variationId, quantity: 1, answers: ["檜"] },
      ],
    });
    expect(edited.body["lines"]).toMatchObject([
      { quantity: 2, answers: ["明朝", "山田"], questions: ["書体", "名前"] },
      { quantity: 1, answers: ["檜"], questions: ["木の種類"] },
    ]);
  });

  it("O3, O4: an edit shows its cancellation and its registration in the order's log; a cancelled order is final", async () => {
    const variationId = await shop.link("8000002");
    const order = await shop.order([{ variationId, quantity: 1 }]);
    await shop.waitForLink(order["id"], "registered");
    await shop.api("PATCH", `/orders/${order["id"]}`, { lines: [{ variationId, quantity: 2 }] });
    await shop.waitForLink(order["id"], "registered");
    await shop.api("POST", `/orders/${order["id"]}/status`, { status: "paid" });
    await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
    await shop.waitForLink(order["id"], "cancelled");
    expect(
      (await log(order["id"])).map(({ event, message }) => [event, message.replace(/\d+/, "N")]),
    ).toEqual([
      ["placed", "受注しました。"],
      ["transactionRegistered", "スマレジ連携: 取引登録が成功しました(取引ID: N)。"],
      ["edited", "受注を編集しました。"],
      ["transactionCancelled", "スマレジ連携: 取引取消が成功しました(取引ID: N)。"],
      ["transactionRegistered", "スマレジ連携: 取引登録が成功しました(取引ID: N)。"],
      ["statusChanged", "ステータスを「入金済み」に変更しました。"],
      ["cancelled", "受注をキャンセルしました。"],
      ["transactionCancelled", "スマレジ連携: 取引取消が成功しました(取引ID: N)。"],
    ]);
    for (const [method, path, body] of [
      ["PATCH", `/orders/${order["id"]}`, { lines: [{ variationId, quantity: 1 }] }],
      ["PATCH", `/orders/${order["id"]}`, { customer: { name: "山田" } }],
      ["POST", `/orders/${order["id"]}/status`, { status: "shipped" }],
    ] as const) {
      expect(await shop.api(method, path, body)).toMatchObject({
        status: 409,
        body: { code: "order_cancelled" },
      });
    }
  });

  it("every money line may be edited alone; the transaction's total is the order's, to the yen", async () => {
    const variationId = await shop.link("8000003");
    const money = {
      shippingFee: 880,
      paymentFee: 330,
      coolFee: 220,
      wrappingFee: 110,
      discount: 100,
      couponDiscount: 50,
      pointsUsed: 30,
      adjustment: -7,
    };
    const order = await shop.order([{ variationId, quantity: 1, unitPrice: 5000 }], {
      ...money,
      shippingFee: null,
    });
    expect(order).toMatchObject({ shippingFee: null, total: 5000 + 660 - 180 - 7 });
    await shop.waitForLink(order["id"], "registered");
    const { body } = await shop.api("PATCH", `/orders/${order["id"]}`, { shippingFee: 880 });
    expect(body).toMatchObject({ ...money, subtotal: 5000, total: 5000 + 1540 - 180 - 7 });
    const { link } = await shop.waitForLink(order["id"], "registered");
    await shop.quiet();
    const stands = (await shop.transactions()).find(
      (each) => each["transactionHeadId"] === link.transactionId,
    );
    expect(stands).toMatchObject({
      total: String(body["total"]),
      carriage: "1100",
      commission: "440",
      pointDiscount: "30",
    });
  });
});

describe("orders are searched by what staff know of them", () => {
  let own: Shop;
  let orders: Json[];
  beforeAll(async () => {
    own = await house.openShop();
    const variationId = await own.link("8000001");
    orders = [];
    for (const kind of ["normal", "proxy", "preorder", "normal"]) {
      const order = await own.order([{ variationId, quantity: 1 }], { kind });
      orders.push(order);
      await own.waitForLink(order["id"], "registered");
    }
    await own.fault("POST /transactions", "status400", 1);
    orders.push(await own.order([{ variationId, quantity: 1 }]));
    await own.waitForLink(orders[4]?.["id"], "failed");
    await own.api("POST", `/orders/${orders[0]?.["id"]}/status`, { status: "paid" });
    await own.api("POST", `/orders/${orders[1]?.["id"]}/status`, { status: "cancelled" });
    await own.waitForLink(orders[1]?.["id"], "cancelled");
    await house.database.pool.query("update orders set created_at = '2026-10-01T14:59:59Z' where id = $1", [
      orders[2]?.["id"],
    ]);
    await house.database.pool.query("update orders set created_at = '2026-10-01T15:00:00Z' where id = $1", [
      orders[3]?.["id"],
    ]);
  });

  it.each<[string, () => string, number[]]>([
    ["number", () => `number=${orders[2]?.["number"]}`, [2]],
    ["number without the zeros at its front", () => `number=${Number(orders[2]?.["number"])}`, [2]],
    ["status", () => "status=paid", [0]],
    ["kind", () => "kind=preorder", [2]],
    ["link state", () => "link=failed", [4]],
    ["link state, cancelled", () => "link=cancelled", [1]],
    ["day of Japan's calendar", () => "from=2026-10-01&to=2026-10-01", [2]],
    ["days", () => "from=2026-10-01&to=2026-10-02", [3, 2]],
    ["moment", () => "to=2026-10-01T15:00:00Z", [2]],
    ["several at once", () => "kind=normal&link=registered&from=2026-10-02", [3, 0]],
  ])("%s", async (_, query, expected) => {
    const { body } = await own.api("GET", `/orders?${query()}`);
    expect(body["items"].map((item: Json) => item["number"])).toEqual(
      expected.map((nth) => orders[nth]?.["number"]),
    );
  });

  it("a search that can't be is refused by its place", async () => {
    for (const query of ["kind=gift", "status=lost", "link=maybe", "from=yesterday", "limit=0"]) {
      const { status, body } = await own.api("GET", `/orders?${query}`);
      expect(status).toBe(422);
      expect(body["errors"][0].path).toBe(query.split("=")[0]);
    }
  });
});
