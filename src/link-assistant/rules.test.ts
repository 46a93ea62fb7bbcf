import { describe, expect, it } from "vitest";
import type { Ours, Theirs } from "./judge/rules.ts";
import { ours, theirs } from "./match.fixture.ts";
import { countClasses, layOut, match, settle } from "./rules.ts";

/** The result of matching `here` with `there`, in short. */
function matched(here: Ours[], there: Theirs[]) {
  const field = layOut(here, there);
  return settle(here.map((each) => match(each, field)));
}
const short = (here: Ours[], there: Theirs[]) =>
  matched(here, there).map((each) => {
    const [first] = each.candidates;
    return [each.class, first?.smaregiProductId, first?.reasons, first?.warnings];
  });

const jan = "4912345678904";
const other = "4912345678911";

describe("B7: the link assistant proposes by JAN, code, group and name", () => {
  it.each<[string, Partial<Ours>, Partial<Theirs>, string, string[]]>([
    ["JAN", { jan }, { code: jan }, "certain", ["jan"]],
    ["a JAN in the product code", { codes: [jan] }, { code: jan }, "certain", ["jan", "code"]],
    ["code", { codes: ["TEE-01"] }, { code: "TEE-01" }, "certain", ["code"]],
    ["code with Smaregi's tab", { codes: ["TEE-01"] }, { code: "\tTEE-01" }, "certain", ["code"]],
    ["a short code", { codes: ["T-1"] }, { code: "T-1" }, "likely", ["code"]],
    ["a bare number", { codes: ["0123"] }, { code: "0123" }, "likely", ["code"]],
    ["code in another case", { codes: ["tee-01"] }, { code: "TEE-01" }, "likely", ["looseCode"]],
    ["code without its hyphen", { codes: ["TEE01"] }, { code: "TEE-01" }, "likely", ["looseCode"]],
    ["code without its zeros", { codes: ["00123456"] }, { code: "123456" }, "likely", ["looseCode"]],
    [
      "a JAN that lost its zeros there",
      { jan: "0036000291452" },
      { code: "36000291452" },
      "likely",
      ["lostZero"],
    ],
    [
      "a JAN that lost its zeros here",
      { jan: "36000291452" },
      { code: "036000291452" },
      "likely",
      ["lostZero"],
    ],
    ["the maker's number", { codes: ["MT-01"] }, { makerNo: "MT-01" }, "likely", ["makerNo"]],
    [
      "group, size and colour",
      { parentCode: "TEE", variationName: "白 M" },
      { groupCode: "tee", color: "ホワイト", size: "M" },
      "likely",
      ["group"],
    ],
    [
      "group and size alone",
      { parentCode: "TEE", variationName: "M" },
      { groupCode: "TEE", size: "M" },
      "likely",
      ["group"],
    ],
    [
      "group and colour alone",
      { parentCode: "TEE", variationName: "白" },
      { groupCode: "TEE", color: "白" },
      "likely",
      ["group"],
    ],
    [
      "JAN and the maker's number",
      { jan, codes: ["MT-01"] },
      { code: jan, makerNo: "MT-01" },
      "certain",
      ["jan", "makerNo"],
    ],
    [
      "the same name in other letters",
      { productName: "結びのｺｰｽﾀｰ 藍" },
      { name: "結びのコースター　藍" },
      "likely",
      ["name"],
    ],
  ])("%s", (_, own, there, kind, reasons) => {
    const [first] = matched([ours("1", own)], [theirs("9", there)]);
    expect([first?.class, first?.candidates[0]?.reasons]).toEqual([kind, reasons]);
  });

  it("blank on both sides is no key, and a name far away is none", () => {
    const there = [theirs("9", { name: "量り売り", code: "", makerNo: "", groupCode: "" })];
    expect(short([ours("1", { codes: [""], jan: "", parentCode: "" })], there)).toEqual([
      ["none", undefined, undefined, undefined],
    ]);
  });

  it.each<[string, Partial<Ours>, Partial<Theirs>]>([
    ["a blank group", { parentCode: "", variationName: "M" }, { groupCode: "", size: "M" }],
    ["a group without size and colour", { parentCode: "TEE" }, { groupCode: "TEE" }],
    [
      "a group with another colour",
      { parentCode: "TEE", variationName: "白 M" },
      { groupCode: "TEE", color: "黒", size: "M" },
    ],
    [
      "a group with another size",
      { parentCode: "TEE", variationName: "白 M" },
      { groupCode: "TEE", color: "白", size: "S" },
    ],
    ["a short code in another case", { codes: ["t-1"] }, { code: "T-1" }],
    ["a maker's number that Excel spoiled", { codes: ["4.91E+12"] }, { makerNo: "4.91E+12" }],
  ])("%s is no key", (_, own, there) => {
    const [first] = matched([ours("1", own)], [theirs("9", { name: "マグカップ", ...there })]);
    expect([first?.class, first?.candidates]).toEqual(["none", []]);
  });

  // By the pairs of adjacent letters in both names: twice the shared ones, divided by all.
  it.each<[string, string[], string, number[]]>([
    ["藍染めのてぬぐい 花火", ["藍染めのてぬぐい 朝顔"], "none", [0.78]],
    ["朝顔のうつわ", ["朝顔のうつし"], "likely", [0.8]],
    ["結びのコースター麻の葉", ["結びのコースター麻の葉", "結びのコースター七宝柄"], "likely", [1, 0.7]],
    ["結びのコースター麻の葉", ["結びのコースター麻の葉", "結びのコースター麻の実"], "none", [1, 0.9]],
  ])("%s among %j is %s: they are alike by %j", (productName, names, kind, likeness) => {
    const there = names.map((name, nth) => theirs(String(nth), { name }));
    const [first] = matched([ours("1", { productName })], there);
    expect([first?.class, first?.candidates.map((each) => each.likeness)]).toEqual([kind, likeness]);
  });

  it("where a key is found names are not compared, and of many products five are shown", () => {
    const there = ["1", "2", "3", "4", "5", "6"].map((id) => theirs(id, { code: "TEE-01" }));
    const [first] = matched([ours("1", { codes: ["TEE-01"] })], there);
    expect(first?.candidates.map((each) => [each.smaregiProductId, each.likeness])).toEqual([
      ["1", undefined],
      ["2", undefined],
      ["3", undefined],
      ["4", undefined],
      ["5", undefined],
    ]);
  });

  it("a name that another is nearly as like as is offered, and not proposed", () => {
    const there = [
      theirs("8", { name: "藍染めのてぬぐい 朝顔" }),
      theirs("9", { name: "藍染めのてぬぐい 金魚" }),
    ];
    const [first] = matched([ours("1", { productName: "藍染めのてぬぐい 花火" })], there);
    expect([first?.class, first?.candidates.length]).toEqual(["none", 2]);
  });

  it("a code that Excel spoiled is no key, and is told", () => {
    const there = [theirs("9", { code: "4.91E+12" })];
    expect(short([ours("1", { jan })], there)).toEqual([["likely", "9", ["name"], ["excelCode"]]]);
    const spoiled = [ours("1", { codes: ["4.91E+12"] })];
    expect(short(spoiled, [theirs("9")])).toEqual([["likely", "9", ["name"], ["excelCode"]]]);
    const apart = [theirs("9", { code: "4.91E+12", name: "マグカップ" })];
    expect(short(spoiled, apart)[0]?.[0]).toBe("none");
  });
});

describe("B7: what is doubtful is 要確認, and never taken by class", () => {
  it.each<[string, Ours[], Theirs[], string[][]]>([
    [
      "two here, one there",
      [ours("1", { jan }), ours("2", { jan })],
      [theirs("9", { code: jan })],
      [["twiceHere"], ["twiceHere"]],
    ],
    [
      "one here, two there",
      [ours("1", { codes: ["TEE-01"] })],
      [theirs("8", { code: "TEE-01" }), theirs("9", { code: "ＴＥＥ-01" })],
      [["twiceThere"]],
    ],
    [
      "JAN and code point to two",
      [ours("1", { jan, codes: ["TEE-01"] })],
      [theirs("8", { code: jan }), theirs("9", { code: "TEE-01" })],
      [["otherKey"]],
    ],
    [
      "one by JAN, another by code, the same product",
      [ours("1", { jan }), ours("2", { codes: ["MAKE-1"] })],
      [theirs("9", { code: jan, makerNo: "MAKE-1" })],
      [["twiceHere"], ["twiceHere"]],
    ],
    ["a contradiction", [ours("1", { jan })], [theirs("9", { code: jan, taxRate: 8 })], [["otherTax"]]],
    ["a name that is linked already", [ours("1")], [theirs("9", { linked: 1 })], [["linkedAlready"]]],
  ])("%s", (_, here, there, warnings) => {
    const found = short(here, there);
    expect(found.map(([kind]) => kind)).toEqual(here.map(() => "conflict"));
    expect(found.map((each) => each[3])).toEqual(warnings);
  });

  it("one that is linked here counts for uniqueness, though it is not matched", () => {
    const linked = ours("2", { jan, smaregiProductId: "9" });
    const field = layOut([ours("1", { jan }), linked], [theirs("9", { code: jan, linked: 1 })]);
    expect(match(ours("1", { jan }), field).candidates[0]?.warnings).toEqual(["twiceHere", "linkedAlready"]);
  });

  it.each<[string, Partial<Ours>, Partial<Theirs>]>([
    ["JAN without its zeros", { jan: "36000291452" }, { code: "036000291452" }],
    ["code", { codes: ["TEE-01"] }, { code: "TEE-01" }],
    ["code in another case", { codes: ["tee-01"] }, { code: "TEE-01" }],
  ])("that it is there twice here is known of each key: %s", (_, own, there) => {
    const field = layOut([ours("1", own), ours("2", own)], [theirs("9", there)]);
    expect(match(ours("1", own), field).candidates[0]?.warnings).toEqual(["twiceHere"]);
  });

  it("of two keys to one product, one that is there twice is enough", () => {
    const own = ours("1", { jan, codes: ["MAKE-1"] });
    const both = theirs("8", { code: jan, makerNo: "MAKE-1" });
    const warnings = (here: Ours[], there: Theirs[]) =>
      match(own, layOut(here, there)).candidates.map((each) => each.warnings);
    expect(warnings([own, ours("2", { jan })], [both])).toEqual([["twiceHere"]]);
    expect(warnings([own], [both, theirs("9", { makerNo: "MAKE-1" })])).toEqual([
      ["twiceThere"],
      ["twiceThere"],
    ]);
  });

  it.each<[string, Ours[], Theirs[], [string, string[]][]]>([
    [
      "a name that is only offered claims nothing",
      [ours("1", { productName: "藍染めのてぬぐい 花火" }), ours("2", { jan })],
      [theirs("9", { name: "藍染めのてぬぐい 朝顔", code: jan })],
      [
        ["none", ["9"]],
        ["certain", ["9"]],
      ],
    ],
    [
      "a name claims only the product that is most alike",
      [
        ours("1", { productName: "結びのコースター麻の葉" }),
        ours("2", { productName: "結びのコースター七宝柄", jan }),
      ],
      [
        theirs("8", { name: "結びのコースター七宝柄", code: jan }),
        theirs("9", { name: "結びのコースター麻の葉" }),
      ],
      [
        ["likely", ["9", "8"]],
        ["certain", ["8"]],
      ],
    ],
    [
      "two keys claim each of the products they point to",
      [ours("1", { jan, codes: ["TEE-01"] }), ours("2", { codes: ["MAKE-1"] })],
      [theirs("8", { code: jan }), theirs("9", { code: "TEE-01", makerNo: "MAKE-1" })],
      [
        ["conflict", ["8", "9"]],
        ["conflict", ["9"]],
      ],
    ],
    [
      "what else was offered stays beside a product that two claim",
      [
        ours("1", { productName: "結びのコースター麻の葉" }),
        ours("2", { productName: "結びのコースター麻の葉" }),
      ],
      [theirs("8", { name: "結びのコースター七宝柄" }), theirs("9", { name: "結びのコースター麻の葉" })],
      [
        ["conflict", ["9", "8"]],
        ["conflict", ["9", "8"]],
      ],
    ],
  ])("%s", (_, here, there, expected) => {
    const found = matched(here, there);
    expect(
      found.map((each) => [each.class, each.candidates.map(({ smaregiProductId }) => smaregiProductId)]),
    ).toEqual(expected);
  });

  it("two whom a name alone leads to one product are both doubtful; whoever has its key is, too", () => {
    const here = [ours("1", { jan }), ours("2")];
    expect(matched(here, [theirs("9", { code: jan })]).map((each) => each.class)).toEqual([
      "conflict",
      "conflict",
    ]);
  });
});

it("counts each class", () => {
  const here = [ours("1", { jan }), ours("2", { jan: other }), ours("3", { productName: "ない" })];
  const there = [theirs("8", { code: jan }), theirs("9", { code: other, taxRate: 8 })];
  expect(countClasses(matched(here, there))).toEqual({ certain: 1, likely: 0, conflict: 1, none: 1 });
});

it("of one variation and any ten products what is certain is unique: it is certain in every order of them", () => {
  const here = [ours("1", { jan }), ours("2", { codes: ["TEE-01"] }), ours("3", { productName: "白磁の皿" })];
  const there = [
    theirs("7", { code: jan }),
    theirs("8", { code: "TEE-01" }),
    theirs("9", { name: "白磁の皿", code: "DISH" }),
  ];
  const expected = ["certain", "certain", "likely"];
  for (const turn of [0, 1, 2]) {
    const turned = [...there.slice(turn), ...there.slice(0, turn)];
    expect(matched(here, turned).map((each) => each.class)).toEqual(expected);
  }
});
