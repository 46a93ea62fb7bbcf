import { describe, expect, it } from "vitest";
import { faultOfRow, itemsOf, mergedItems, newRow, optionsOf, rowsOf } from "./payment-rows.ts";

it("W6: what is saved is filled in and saved as it was", () => {
  const items = [
    { name: "代金引換", smaregi: "7" },
    { name: "店頭払い", smaregi: "cash" },
    { name: "銀行振込", smaregi: "credit" },
  ];
  expect(itemsOf(rowsOf(items))).toEqual(items);
});

it.each([
  [{ name: " 代引 ", kind: "method", methodId: " ７ " }, null, { name: "代引", smaregi: "7" }],
  [{ name: "代引", kind: "cash", methodId: "" }, null, { name: "代引", smaregi: "cash" }],
  [{ name: " ", kind: "cash", methodId: "" }, "wrongName", { name: "", smaregi: "cash" }],
  [{ name: "代引", kind: "method", methodId: "" }, "wrongId", { name: "代引", smaregi: "" }],
  [{ name: "代引", kind: "method", methodId: "07" }, "wrongId", { name: "代引", smaregi: "07" }],
] as const)("W6: of a row: %j", (given, fault, item) => {
  const row = { ...newRow(), ...given };
  expect(faultOfRow(row)).toBe(fault);
  expect(itemsOf([row])).toEqual([item]);
});

it.each([
  ["", ["", "7", "8"]],
  ["8", ["7", "8"]],
  ["9", ["9", "7", "8"]],
])("W6: with %j chosen, these are to choose from: %j", (chosen, values) => {
  const choices = [
    { id: "7", name: "代金引換" },
    { id: "8", name: "銀行振込" },
  ];
  const options = optionsOf(choices, chosen, { choose: "選ぶ", notListed: (id) => `${id}はありません` });
  expect(options.map(({ value }) => value)).toEqual(values);
  expect(options.find(({ value }) => value === "7")?.label).toBe("代金引換");
});

describe("two owners at 支払方法", () => {
  const of = (...pairs: string[]) =>
    pairs.map((pair) => {
      const [name = "", smaregi = ""] = pair.split(":");
      return { name, smaregi };
    });
  const opened = of("代引:7", "店頭:cash");
  it.each([
    [
      "nothing else meanwhile",
      of("代引:8", "店頭:cash", "振込:9"),
      opened,
      of("代引:8", "店頭:cash", "振込:9"),
    ],
    [
      "another added",
      of("代引:8", "店頭:cash"),
      of("代引:7", "店頭:cash", "後払い:3"),
      of("代引:8", "店頭:cash", "後払い:3"),
    ],
    ["another taken away", of("代引:7", "店頭:cash", "振込:9"), of("店頭:cash"), of("店頭:cash", "振込:9")],
    [
      "another changed",
      of("代引:7", "店頭:cash", "振込:9"),
      of("代引:5", "店頭:cash"),
      of("代引:5", "店頭:cash", "振込:9"),
    ],
    [
      "the same one changed: who saves last",
      of("代引:8", "店頭:cash"),
      of("代引:5", "店頭:cash"),
      of("代引:8", "店頭:cash"),
    ],
    ["one taken away here", of("店頭:cash"), of("代引:7", "店頭:credit"), of("店頭:credit")],
    [
      "a name twice, which is refused",
      of("代引:7", "代引:8", "店頭:cash"),
      opened,
      of("代引:7", "代引:8", "店頭:cash"),
    ],
  ])("%s", (_, mine, now, saved) => {
    expect(mergedItems(opened, mine, now)).toEqual(saved);
  });
});
