import { afterAll, beforeAll, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, type Json } from "../support/shop.ts";
import { visitorOf } from "../support/visitor.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

it("監査ログ: who came in, and who changed what from where, for owners alone; no secret in it", async () => {
  const shop = await house.openShop();
  const owner = visitorOf(house);
  await owner.followLink(await makeOwnerLink(house.database, shop.merchantId));
  await owner.ask("POST", "/console/api/password", { password: "a long password of the owner" });
  const staff = await owner.api("POST", "/staff", {
    name: "花子",
    email: `h${shop.number}@example.jp`,
    role: "staff",
  });
  const { id, email, signInLink } = staff.body as { id: string; email: string; signInLink: string };
  await owner.api("PATCH", `/staff/${id}`, { role: "manager" });
  await owner.api("PATCH", `/staff/${id}`, { role: "manager" });
  const key = (await owner.api("POST", "/api-keys", { name: "倉庫" })).body as { id: string; apiKey: string };
  await owner.api("DELETE", `/api-keys/${key.id}`);
  await shop.api("PUT", "/connection", {
    contractId: shop.contractId,
    storeId: "1",
    terminalId: "2",
    clientId: "client",
    clientSecret: "very-secret",
    enabled: false,
  });
  await owner.api("PUT", "/shop-settings", { piecesPerLine: 5, piecesPerOrder: 300 });
  const product = await shop.api("POST", "/products", { name: "消える品", price: 1, taxRate: 10 });
  await owner.api("DELETE", `/products/${product.body["id"]}`);
  const hanako = visitorOf(house);
  await hanako.followLink(signInLink);
  expect((await hanako.api("GET", "/audit-log")).status).toBe(403);
  expect((await shop.api("GET", "/audit-log")).status).toBe(403);
  await visitorOf(house).signIn(email, "wrong password");
  await owner.ask("DELETE", "/console/api/session");

  const again = visitorOf(house);
  await again.followLink(await makeOwnerLink(house.database, shop.merchantId));
  const read = async () => (await again.api("GET", "/audit-log?limit=200")).body["items"] as Json[];
  const told = await until("the refused sign-in is noted", async () => {
    const items = await read();
    return items.some(({ event }) => event === "signInRefused") ? items : undefined;
  });
  const events = told.toReversed().map(({ event, subject }) => [event, subject]);
  expect(events.slice(events.findIndex(([event]) => event === "signedIn"))).toEqual(
    expect.arrayContaining([
      ["passwordChanged", "管理者"],
      ["staffAdded", "花子"],
      ["keyCreated", "倉庫"],
      ["keyRevoked", "倉庫"],
      ["connectionSaved", shop.contractId],
      ["shopSettingsSaved", null],
      ["productDeleted", "消える品"],
      ["signInRefused", "花子"],
      ["signedOut", "管理者"],
    ]),
  );
  // A change without an effect makes no entry.
  expect(told.filter(({ event }) => event === "staffChanged")).toMatchObject([
    {
      actor: "管理画面: 管理者",
      address: "127.0.0.1",
      before: { role: "staff" },
      after: { role: "manager" },
    },
  ]);
  const [saved] = told.filter(({ event }) => event === "connectionSaved");
  expect(saved).toMatchObject({
    actor: "API: first",
    before: { enabled: true, clientId: null },
    after: { enabled: false, clientId: "client", clientSecret: "changed" },
  });
  const all = JSON.stringify(told);
  for (const secret of ["very-secret", key.apiKey, "a long password", signInLink.split("#link=")[1] ?? "-"])
    expect(all).not.toContain(secret);

  const of = await again.api("GET", "/audit-log?event=keyCreated");
  expect((of.body["items"] as Json[]).every(({ event }) => event === "keyCreated")).toBe(true);
  const file = await fetch(`${house.server.url}/api/v1/audit-log.csv`, {
    headers: { cookie: again.cookie() },
  });
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(await file.text()).toContain("staffChanged");
  const other = await house.openShop({ connect: false });
  const stranger = visitorOf(house);
  await stranger.followLink(await makeOwnerLink(house.database, other.merchantId));
  expect(JSON.stringify((await stranger.api("GET", "/audit-log")).body)).not.toContain("花子");
});
