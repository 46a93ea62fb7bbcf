import { describe, expect, it } from "vitest";
import { productSerialOf, shopStock, syncState, systemProductNumber, variationProblems } from "./rules.ts";

const color = { name: "色", choices: ["赤"] };
const some = (...names: string[]) => names.map((name) => ({ name }));

describe("U1, U2: a product's variations and questions are those of its pattern", () => {
  it.each([
    ["none", [], some("")],
    ["pattern1", [], some("S")],
    ["pattern1", [], some("S", "M")],
    ["pattern2", [color], some("")],
  ] as const)("%s, %j, %j: right", (pattern, questions, variations) => {
    expect(variationProblems(pattern, [...questions], variations, new Set())).toEqual([]);
  });

  it.each([
    ["none", [], some(), ["variations"]],
    ["none", [], some("", ""), ["variations"]],
    ["none", [], some("S"), ["variations[0].name"]],
    ["none", [color], some(""), ["questions"]],
    ["pattern1", [], some(), ["variations"]],
    ["pattern1", [], some("S", "S"), ["variations[1].name"]],
    ["pattern1", [], some("S", "", ""), ["variations[1].name", "variations[2].name"]],
    ["pattern1", [], some("S", "　"), ["variations[1].name"]],
    ["pattern1", [color], some("S"), ["questions"]],
    ["pattern2", [], some(""), ["questions"]],
    ["pattern2", [color], some("", ""), ["variations"]],
    ["pattern2", [color], some("S"), ["variations[0].name"]],
  ] as const)("%s, %j, %j: refused at %j", (pattern, questions, variations, paths) => {
    const problems = variationProblems(pattern, [...questions], variations, new Set());
    expect(problems.map((each) => each.path)).toEqual(paths);
  });

  it("P10: names that read the same clash, with both spellings shown; those that stood before both stay", () => {
    const said = (kept: boolean) =>
      variationProblems(
        "pattern1",
        [],
        [
          { name: "S〜L", isKept: true },
          { name: "S～L", isKept: kept },
        ],
        new Set(),
      );
    expect(said(true)).toEqual([]);
    expect(said(false)).toMatchObject([
      {
        path: "variations[1].name",
        message: { ja: expect.stringContaining("「S〜(U+301C)L」と「S～(U+FF5E)L」") },
      },
    ]);
  });

  it("another product's variation, and the same one twice, are refused at their places", () => {
    const variations = [
      { id: "own", name: "S" },
      { id: "strange", name: "M" },
      { id: "own", name: "L" },
    ];
    const problems = variationProblems("pattern1", [], variations, new Set(["own"]));
    expect(problems.map((each) => each.path)).toEqual(["variations[1].id", "variations[2].id"]);
  });
});

describe("システム商品番号", () => {
  it("names the merchant, the product and the variation", () => {
    expect(systemProductNumber("01-00007", 12, 3)).toBe("01-00007-T000000012-003");
  });

  it.each([
    ["01-00007-T000000012-003", 12],
    ["01-00007-t000000012-003", 12],
    ["T000000012-", 12],
    ["T000000012", 12],
    ["Ｔ１２", 12],
    [" T12 ", 12],
    ["000000012", null],
    ["TS-12", null],
    ["T0000000123", null],
    ["x-T12", null],
    ["", null],
  ])("%s, as typed, is of product %s", (typed, serial) => {
    expect(productSerialOf(typed)).toBe(serial);
  });
});

describe("U3: what buyers see of a variation's stock", () => {
  it.each([
    [false, null, { state: "unlimited" }],
    [true, null, { state: "soldOut" }],
    [true, 0, { state: "soldOut" }],
    [true, 1, { state: "few", quantity: 1 }],
    [true, 5, { state: "few", quantity: 5 }],
    [true, 6, { state: "available" }],
  ])("flag %s, quantity %s", (stockManaged, quantity, shown) => {
    expect(shopStock({ stockManaged, quantity })).toEqual(shown);
  });
});

describe("U5: what merchants see of a variation's sync", () => {
  const [waited, synced, failed] = [new Date(1), new Date(2), new Date(3)];
  const row = {
    synced: true,
    live: true,
    waitingSince: null,
    syncedAt: null,
    syncFailedAt: null,
    syncError: null,
  };
  it.each([
    ["not synced", { synced: false, syncedAt: synced, waitingSince: waited }, { state: "off", at: synced }],
    [
      "the link is off",
      { live: false, waitingSince: waited, syncFailedAt: failed },
      { state: "off", at: null },
    ],
    [
      "it waits",
      { waitingSince: waited, syncedAt: synced, syncFailedAt: failed },
      { state: "waiting", at: waited },
    ],
    [
      "it failed last",
      { syncedAt: synced, syncFailedAt: failed, syncError: { kind: "silent" as const, data: {} } },
      { state: "failed", at: failed, error: { kind: "silent", data: {} } },
    ],
    ["it failed without a word", { syncFailedAt: failed }, { state: "failed", at: failed }],
    ["it was never read", {}, { state: "waiting", at: null }],
    ["it was read", { syncedAt: synced }, { state: "synced", at: synced }],
  ])("%s", (_, more, expected) => {
    expect(syncState({ ...row, ...more })).toEqual(expected);
  });
});
