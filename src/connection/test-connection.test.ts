import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { testConnection } from "./test-connection.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

describe("C6: the connection test asks whether store and terminal can be used", () => {
  it.each<[string, object, object, { store: string; terminal: string; ok: boolean }]>([
    ["an open store", {}, {}, { store: "storeFound", terminal: "terminalFound", ok: true }],
    [
      "a paused store that closes by hand",
      { pauseFlag: "1", sumProcDivision: "0" },
      {},
      { store: "storePaused", terminal: "terminalFound", ok: false },
    ],
    [
      "a paused store, told in a number",
      { pauseFlag: 1 },
      {},
      { store: "storePaused", terminal: "terminalFound", ok: false },
    ],
    [
      "a store that closes by hand: advice",
      { sumProcDivision: "0" },
      {},
      { store: "storeClosedByHand", terminal: "terminalFound", ok: true },
    ],
    ["a warehouse", { division: "2" }, {}, { store: "storeWarehouse", terminal: "terminalFound", ok: false }],
    [
      "a terminal out of use",
      {},
      { useStopDivision: "1" },
      { store: "storeFound", terminal: "terminalStopped", ok: false },
    ],
    [
      "neither can be used",
      { pauseFlag: "1" },
      { useStopDivision: "1" },
      { store: "storePaused", terminal: "terminalStopped", ok: false },
    ],
    [
      "IDs with zeros in front",
      { storeId: "01" },
      { storeId: "01", terminalId: "002" },
      { store: "storeFound", terminal: "terminalFound", ok: true },
    ],
  ])("%s", async (_, store, terminal, expected) => {
    const shop = await linked.openShop();
    await shop.changePlace(store, terminal);
    const { ok, checks } = await testConnection(linked.ctx, shop.merchantId);
    const kindOf = (name: string) => checks.find((check) => check.name === name)?.fact.kind;
    expect({ store: kindOf("store"), terminal: kindOf("terminal") }).toEqual({
      store: expected.store,
      terminal: expected.terminal,
    });
    expect(
      checks.filter(({ name }) => name === "store" || name === "terminal").every((each) => each.ok),
    ).toBe(expected.ok);
    if (!expected.ok) expect(ok).toBe(false);
  });
});

it("C6: a slow Smaregi is a slow Smaregi, and not a wrong setting", async () => {
  const shop = await linked.openShop();
  for (const call of ["GET /stores", "GET /terminals", "GET /stock", "GET /products/{id}"])
    await shop.fault(call, "status503", 9);
  const { ok, checks } = await testConnection(linked.ctx, shop.merchantId);
  expect(ok).toBe(false);
  const kinds = checks.filter((each) => !each.ok).map(({ name, fact }) => [name, fact.kind]);
  expect(kinds).toEqual([
    ["store", "notReached"],
    ["terminal", "notReached"],
    ["stock", "notReached"],
    ["products", "notReached"],
  ]);
});

it("C6: where Smaregi asks for minutes of silence, the person who waits is told", async () => {
  const shop = await linked.openShop();
  await shop.switches({ retryAfter: 300 });
  await shop.fault("GET /stores", "status429", 1);
  // People wait for at most twice this time.
  const ctx = { ...linked.ctx, settings: { ...linked.ctx.settings, timeoutMs: 500 } };
  const { ok, checks } = await testConnection(ctx, shop.merchantId);
  expect(ok).toBe(false);
  const failed = checks.filter((each) => !each.ok);
  expect(failed.map(({ fact }) => fact.kind)).toEqual(failed.map(() => "notReached"));
  expect(checks.at(-1)).toMatchObject({ ok: false });
});
