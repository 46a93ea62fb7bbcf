import { expect, it } from "vitest";
import { changesOf, effectOf, fallsToZero, quantityThen, type Move } from "./rules.ts";

const move = (quantity: number | null, amount: number | null, stockManaged = true): Move => {
  return { variationId: "1", stockManaged, quantity, amount };
};

it.each([
  [move(5, 3), 3],
  [move(5, null), 0],
  [move(5, -2), 0],
  [move(5, 1_000_000), 999_999],
  [move(null, 3, false), null],
])("S4, U3: of %j the quantity becomes %s", (given, then) => {
  expect(quantityThen(given)).toBe(then);
});

it("P3: only a number that is not 0 falls to 0", () => {
  const falling = [
    move(5, 0),
    move(5, null),
    move(5, -1),
    move(0, 0),
    move(null, 0),
    move(5, 1),
    move(null, null, false),
  ];
  expect(falling.map(fallsToZero)).toEqual([true, true, true, false, false, false, false]);
});

it("counts what links would do before any is made", () => {
  const moves = [
    move(5, 5),
    move(5, 0),
    move(5, null),
    move(1, 9),
    move(null, 9),
    move(null, 0),
    move(null, 9, false),
  ];
  expect(effectOf(moves)).toEqual({ links: 7, changed: 4, toZero: 2, toZeroWithoutRow: 1, rises: 2 });
});

it("P3: the numbers that change are those that previews name, with the reason of a 0", () => {
  const moves = [move(5, 5), move(5, null), move(5, 0), move(null, 0), move(null, 9, false), move(1, 9)];
  const changes = changesOf(moves, [{ variationId: "1", smaregiProductId: "8000001" }]);
  expect(changes.map(({ quantityNow, quantityThen: then, because }) => [quantityNow, then, because])).toEqual(
    [
      [5, 0, "neverMoved"],
      [5, 0, "found"],
      [1, 9, "found"],
    ],
  );
  expect(changes[0]?.smaregiProductId).toBe("8000001");
});
