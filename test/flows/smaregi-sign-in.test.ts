import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient } from "../support/shop.ts";
import { visitorOf, type Visitor } from "../support/visitor.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const start = "/console/api/smaregi/sign-in";

/** Presses the owner's button on Smaregi's page; returns the path and query that the browser is sent back to. */
async function press(url: string, contract: string): Promise<string> {
  const body = new URLSearchParams({ press: "owner", contract });
  const response = await fetch(url, { method: "POST", body, redirect: "manual" });
  const back = new URL(response.headers.get("location") ?? "");
  expect(back.origin).toBe(house.server.url);
  return back.pathname + back.search;
}

describe("P8: スマレジでログイン, in the browser", () => {
  const ownerOf = async (merchantId: string): Promise<Visitor> => {
    const visitor = visitorOf(house);
    await visitor.followLink(await makeOwnerLink(house.database, merchantId));
    return visitor;
  };
  // A click on Smaregi's page counts as coming from another site.
  const fromSmaregi = { "sec-fetch-site": "cross-site" };

  it("P8: there and back proves the contract; the address that comes back names neither code nor contract", async () => {
    const shop = await house.openShop();
    const merchant = await house.openShop({ connect: false });
    const owner = await ownerOf(merchant.merchantId);
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "1", enabled: false };
    const unproven = await owner.api("PUT", "/connection", place);
    expect([unproven.status, unproven.body["code"]]).toEqual([409, "contract_unproven"]);
    const { body } = await owner.ask("POST", start);
    const callback = await press(body["url"], shop.contractId);
    const returned = await owner.ask("GET", callback, undefined, fromSmaregi);
    expect([returned.status, returned.headers.get("location")]).toEqual([
      303,
      "/console/settings/smaregi?signIn=proven",
    ]);
    expect(returned.headers.get("cache-control")).toBe("no-store");
    const proofs = (await owner.api("GET", "/connection/proofs")).body;
    expect(proofs["signIn"]).toBe(true);
    expect(proofs["items"][0]).toMatchObject({
      contractId: shop.contractId,
      way: "signIn",
      provenBy: "管理画面: 管理者",
    });
    expect((await owner.api("PUT", "/connection", place)).status).toBe(200);
    const again = await owner.ask("GET", callback, undefined, fromSmaregi);
    expect(again.headers.get("location")).toContain("signIn=stale");
  });

  it("P8: begins for no other site's page, for no API key, and for nobody who is not signed in", async () => {
    const shop = await house.openShop({ connect: false });
    const owner = await ownerOf(shop.merchantId);
    expect((await owner.ask("POST", start, undefined, fromSmaregi)).body["code"]).toBe("cross_site");
    const key = { authorization: `Bearer ${shop.apiKey}` };
    expect((await visitorOf(house).ask("POST", start, undefined, key)).status).toBe(401);
    expect((await visitorOf(house).ask("POST", start)).status).toBe(401);
    const { body } = await owner.ask("POST", start);
    const callback = await press(body["url"], shop.contractId);
    const stranger = await visitorOf(house).ask("GET", callback, undefined, fromSmaregi);
    expect(stranger.headers.get("location")).toContain("signIn=signedOut");
    const made = await visitorOf(house).ask("GET", callback, undefined, {
      ...fromSmaregi,
      cookie: "musubi_session=made-up",
    });
    expect(made.headers.get("location")).toContain("signIn=signedOut");
  });
});

describe("P8: 利用者通知 over the webhook", () => {
  const path = "/webhooks/smaregi/subscription";
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return (await fetch(`${house.server.url}${path}`, { ...init, body: text })).status;
  };

  it("P8: with no secret header it is heard, and the connection is switched off as Smaregi itself says so", async () => {
    const shop = await house.openShop();
    await shop.switches({ subscriptionHeader: "absent" });
    await house.control("POST", `/contracts/${shop.contractId}/subscription`, { action: "force-stop" });
    const connection = await until("the switch is off", async () => {
      const { body } = await shop.api("GET", "/connection");
      return body["enabled"] === false ? body : null;
    });
    expect(connection["stopped"]).toMatchObject({ why: "appForceStopped", at: expect.any(String) });
    expect((await shop.api("GET", "/status")).body["connection"]).toMatchObject({
      state: "off",
      reason: "disabled",
      stopped: { why: "appForceStopped" },
    });
    const sent = await house.control("GET", `/notifications?contractId=${shop.contractId}`);
    expect(sent.at(-1)).toMatchObject({ event: "AppSubscription", status: 200 });
  });

  it("P8: a wrong secret, another contract in the header, a body of something else and too much of it are refused", async () => {
    const shop = await house.openShop();
    const body = { contractId: shop.contractId, event: "AppSubscription", action: "end" };
    expect(await post(body, { "x-test-secret": "guess" })).toBe(401);
    expect(await post(body, { "smaregi-contract-id": "sb_other" })).toBe(400);
    expect(await post({ ...body, event: "pos:stock" })).toBe(400);
    expect(await post("{broken")).toBe(400);
    expect(await post({ ...body, filler: "x".repeat(70_000) })).toBe(413);
    expect(await post({ ...body, contractId: "sb_nobody" })).toBe(200);
    // A made-up notification changes nothing.
    const tokens = async () => (await shop.calls())["POST /token"] ?? 0;
    const before = await tokens();
    expect(await post(body)).toBe(200);
    await until("Smaregi was asked", async () => (await tokens()) > before);
    await shop.quiet();
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ enabled: true });
  });
});
