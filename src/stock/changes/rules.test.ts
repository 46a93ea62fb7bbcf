import { expect, it } from "vitest";
import { examplesOf, mostExamples, sumUp, type QuantityChange } from "./rules.ts";

const change = (
  quantityNow: number | null,
  quantityThen: number,
  because: QuantityChange["because"] = "found",
): QuantityChange => ({
  variationId: `${quantityNow} to ${quantityThen}`,
  smaregiProductId: "8000001",
  quantityNow,
  quantityThen,
  because,
});

it("P12: many changes are told in numbers: which fall to 0 and why, and the pieces before and after", () => {
  const changes = [
    change(10, 0, "neverMoved"),
    change(4, 0),
    change(null, 3),
    change(5, 9),
    change(2, 0, "missing"),
    change(3, 0, "ordered"),
  ];
  expect(sumUp(changes)).toEqual({ changed: 6, toZero: 4, noRow: 2, piecesNow: 24, piecesThen: 12 });
  expect(sumUp([])).toEqual({ changed: 0, toZero: 0, noRow: 0, piecesNow: 0, piecesThen: 0 });
});

it("P12: what becomes 0 is shown first, and not all of many", () => {
  const [rise, fall] = [change(1, 5), change(5, 0)];
  expect(examplesOf([rise, fall])).toEqual([fall, rise]);
  const many = Array.from({ length: mostExamples + 1 }, (_, nth) => change(nth, nth + 1));
  expect(examplesOf([...many, fall])).toEqual([fall, ...many.slice(0, mostExamples - 1)]);
});
