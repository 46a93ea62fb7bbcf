import { describe, expect, it } from "vitest";
import type { Connection } from "../../../../src/http/api-types.ts";
import { nextStep, onlyStore, onlyTerminal, terminalsOf } from "./steps.ts";

const proof = {
  contractId: "sb_1",
  way: "signIn" as const,
  provenBy: "店長",
  provenAt: "",
  connected: false,
};
const saved: Connection = {
  contractId: "sb_1",
  storeId: "1",
  terminalId: "2",
  enabled: false,
  mode: "standard",
};

describe("連携をはじめる goes on where the server says that it was left", () => {
  it.each([
    ["nothing is proven", null, [], "contract"],
    ["nothing is proven any more", saved, [], "contract"],
    ["a contract is proven", null, [proof], "place"],
    ["another contract is proven", { ...saved, contractId: "sb_2" }, [proof], "place"],
    ["a place is saved", saved, [proof], "test"],
    ["its test was green", { ...saved, testedAt: "2026-11-26T00:00:00Z" }, [proof], "on"],
    ["it is switched on", { ...saved, enabled: true }, [proof], "done"],
  ])("%s: %#", (_, connection, items, expected) => {
    expect(nextStep(connection, { items })).toBe(expected);
  });
});

const store = (storeId: string, over: object = {}) => {
  return { storeId, name: "本店", paused: false, warehouse: false, closesByHand: false, ...over };
};
const terminal = (terminalId: string, storeId: string | null, over: object = {}) => {
  return { terminalId, storeId, name: "端末", stopped: false, taken: false, ...over };
};

describe("C6: what can be used is chosen where there is no other", () => {
  it.each([
    [[store("1")], "1"],
    [[store("1"), store("2", { paused: true }), store("3", { warehouse: true })], "1"],
    [[store("1", { closesByHand: true })], "1"],
    [[store("1"), store("2")], ""],
    [[store("2", { paused: true })], ""],
    [[], ""],
  ])("of %j: store %s", (stores, expected) => expect(onlyStore(stores)).toBe(expected));

  it.each([
    [[terminal("2", "1"), terminal("3", "2")], "2"],
    [[terminal("2", "1", { taken: true }), terminal("3", "1", { stopped: true }), terminal("4", null)], "4"],
    [[terminal("2", "1"), terminal("3", "1")], ""],
    [[], ""],
  ])("of %j: terminal %s", (terminals, expected) => expect(onlyTerminal(terminals, "1")).toBe(expected));

  it("a store's own terminals are listed, and those that may be its own", () => {
    const ids = terminalsOf([terminal("2", "1"), terminal("3", "2"), terminal("4", null)], "1");
    expect(ids.map(({ terminalId }) => terminalId)).toEqual(["2", "4"]);
  });
});
