import { expect, it } from "vitest";
import { refuseTooMany } from "./most-pieces.ts";

const most = { piecesPerLine: 99, piecesPerOrder: 300 };
const lines = (...quantities: number[]) => quantities.map((quantity) => ({ quantity }));

it.each([[[99]], [[99, 99, 99, 3]], [[1]]])(
  "as many pieces as the merchant lets a buyer order: %j",
  (quantities) => {
    expect(() => refuseTooMany(lines(...quantities), most)).not.toThrow();
  },
);

it.each([
  [[100], ["lines[0].quantity"]],
  [
    [1, 100, 2, 999_999],
    ["lines[1].quantity", "lines[3].quantity"],
  ],
  [[99, 99, 99, 4], ["lines"]],
])("too many pieces are refused where they stand: %j", (quantities, paths) => {
  expect(() => refuseTooMany(lines(...quantities), most)).toThrow(
    expect.objectContaining({
      code: "invalid",
      fields: paths.map((path) => expect.objectContaining({ path })),
    }),
  );
});
