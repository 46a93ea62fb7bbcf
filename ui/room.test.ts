import { describe, expect, it } from "vitest";
import { roomOf } from "./room.ts";

describe("the room that a table's columns need beside each other", () => {
  it.each([
    ["widths in rem are added", [{ width: "8.5rem" }, { width: "12rem" }], false, 20.5],
    ["words need more than a figure where nothing is said", [{}, { isNumber: true }], false, 16],
    ["a share of the table is no width", [{ width: "50%" }], false, 10],
    ["choosing rows takes a column", [{ width: "8rem" }], true, 11],
    ["no columns, no room", [], false, 0],
  ] as const)("%s", (_, columns, hasChoice, rem) => {
    expect(roomOf(columns, hasChoice)).toBe(rem);
  });
});
