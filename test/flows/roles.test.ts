import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import type { Role } from "../../src/accounts/rules.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";
import { visitorOf, type Visitor } from "../support/visitor.ts";

let house: SharedHouse;
let shop: Shop;
const people = {} as Record<Role, Visitor>;

async function ownerOf(merchantId: string): Promise<Visitor> {
  const visitor = visitorOf(house);
  await visitor.followLink(await makeOwnerLink(house.database, merchantId));
  return visitor;
}

beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop();
  people.owner = await ownerOf(shop.merchantId);
  for (const role of ["manager", "staff"] as const) {
    const added = await people.owner.api("POST", "/staff", {
      name: role,
      email: `${role}@roles.example`,
      role,
    });
    people[role] = visitorOf(house);
    await people[role].followLink(added.body["signInLink"]);
  }
});
afterAll(() => house.close());

/* routes.test.ts tests row by row who may do what. */
describe("roles", () => {
  it("what somebody did in the console bears their name", async () => {
    const { body: made } = await people.staff.api("POST", "/products", { name: "棚", price: 1, taxRate: 10 });
    const history = await people.owner.api("GET", `/products/${made["id"]}/history`);
    expect(history.body["items"].map((entry: Json) => entry["actor"])).toContain("管理画面: staff");
  });

  it("a change of role counts at once", async () => {
    const { body } = await people.owner.api("GET", "/staff");
    const id = body["items"].find((each: Json) => each["name"] === "staff").id;
    expect((await people.staff.api("POST", "/connection/test")).status).toBe(403);
    await people.owner.api("PATCH", `/staff/${id}`, { role: "manager" });
    expect((await people.staff.api("POST", "/connection/test")).status).toBe(200);
    await people.owner.api("PATCH", `/staff/${id}`, { role: "staff" });
  });
});

describe("staff accounts", () => {
  it("are made with a link, listed, changed and deleted; an address belongs to one", async () => {
    const merchant = await createMerchant(house.database, { name: "別の店" });
    const owner = await ownerOf(merchant.id);
    const made = await owner.api("POST", "/staff", {
      name: "佐藤",
      email: "Sato@Staff.example",
      role: "staff",
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: "佐藤",
      email: "sato@staff.example",
      role: "staff",
      disabled: false,
      lastSignInAt: null,
      signInLink: expect.stringMatching(/^\/console\/sign-in#link=/),
    });
    await visitorOf(house).followLink(made.body["signInLink"]);
    const { items } = (await owner.api("GET", "/staff")).body;
    expect(items.map((each: Json) => each["role"])).toEqual(["owner", "staff"]);
    expect(items[1].lastSignInAt).not.toBeNull();
    expect(Object.keys(items[1]).sort()).toEqual(
      [
        "id",
        "name",
        "email",
        "role",
        "disabled",
        "hasSecondStep",
        "createdAt",
        "lastMail",
        "lastSignInAt",
      ].sort(),
    );
    const taken = await owner.api("POST", "/staff", {
      name: "鈴木",
      email: "sato@staff.example",
      role: "staff",
    });
    expect([taken.status, taken.body["code"], taken.body["errors"][0].path]).toEqual([
      409,
      "email_taken",
      "email",
    ]);
    const changed = await owner.api("PATCH", `/staff/${made.body["id"]}`, {
      name: "佐藤 花子",
      role: "manager",
    });
    expect(changed.body).toMatchObject({ name: "佐藤 花子", role: "manager" });
    for (const body of [{ email: "x" }, { role: "boss" }, { name: "" }])
      expect((await owner.api("PATCH", `/staff/${made.body["id"]}`, body)).status).toBe(422);
    expect((await owner.api("DELETE", `/staff/${made.body["id"]}`)).status).toBe(204);
    expect((await owner.api("GET", "/staff")).body["items"]).toHaveLength(1);
  });

  it("the last owner stays one, also when two go at the same moment", async () => {
    const merchant = await createMerchant(house.database, { name: "一人の店" });
    const owner = await ownerOf(merchant.id);
    const own = (await owner.ask("GET", "/console/api/session")).body["account"].id;
    for (const [method, body] of [
      ["DELETE", undefined],
      ["PATCH", { disabled: true }],
      ["PATCH", { role: "manager" }],
    ] as const) {
      const reply = await owner.api(method, `/staff/${own}`, body);
      expect([reply.status, reply.body["code"]]).toEqual([409, "last_owner"]);
    }
    const second = await owner.api("POST", "/staff", {
      name: "二人目",
      email: "two@last.example",
      role: "owner",
    });
    const other = visitorOf(house);
    await other.followLink(second.body["signInLink"]);
    const both = await Promise.all([
      owner.api("PATCH", `/staff/${second.body["id"]}`, { role: "staff" }),
      other.api("PATCH", `/staff/${own}`, { role: "staff" }),
    ]);
    // One of the two was first; the other account was then the last one, or no longer allowed.
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const { items } = (await shopOwner(merchant.id)) as { items: Json[] };
    expect(items.filter((each) => each["role"] === "owner")).toHaveLength(1);
  });

  it("another merchant's accounts and keys are unknown", async () => {
    const merchant = await createMerchant(house.database, { name: "よその店" });
    const stranger = await ownerOf(merchant.id);
    const theirs = (await people.owner.api("GET", "/staff")).body["items"][0].id;
    const key = (await people.owner.api("POST", "/api-keys", { name: "倉庫" })).body;
    for (const [method, path, body] of [
      ["PATCH", `/staff/${theirs}`, { name: "奪" }],
      ["DELETE", `/staff/${theirs}`, undefined],
      ["POST", `/staff/${theirs}/sign-in-link`, undefined],
      ["DELETE", `/api-keys/${key["id"]}`, undefined],
      ["DELETE", "/api-keys/x", undefined],
    ] as const)
      expect([path, (await stranger.api(method, path, body)).status]).toEqual([path, 404]);
    expect((await stranger.api("GET", "/staff")).body["items"]).toHaveLength(1);
    expect((await stranger.api("GET", "/products")).body["items"]).toEqual([]);
  });
});

async function shopOwner(merchantId: string): Promise<Json> {
  const items = await house.database.db
    .selectFrom("accounts")
    .select("role")
    .where("merchantId", "=", merchantId)
    .execute();
  return { items };
}

describe("API keys", () => {
  it("are shown once, tell when they were last used, and open nothing once revoked", async () => {
    const made = await people.owner.api("POST", "/api-keys", { name: "倉庫2" });
    expect(made.body).toEqual({
      id: expect.any(String),
      name: "倉庫2",
      apiKey: expect.stringMatching(/^mk_/),
    });
    const use = () =>
      fetch(`${house.server.url}/api/v1/merchant`, {
        headers: { authorization: `Bearer ${made.body["apiKey"]}` },
      });
    const own = async () =>
      (await people.owner.api("GET", "/api-keys")).body["items"].find(
        (each: Json) => each["id"] === made.body["id"],
      );
    expect(await own()).toMatchObject({ lastUsedAt: null, revokedAt: null });
    expect((await use()).status).toBe(200);
    expect((await own()).lastUsedAt).not.toBeNull();
    expect(JSON.stringify(await own())).not.toContain(made.body["apiKey"]);
    expect((await people.owner.api("DELETE", `/api-keys/${made.body["id"]}`)).status).toBe(204);
    expect((await use()).status).toBe(401);
    expect((await own()).revokedAt).not.toBeNull();
    expect((await people.owner.api("DELETE", `/api-keys/${made.body["id"]}`)).status).toBe(404);
  });
});
