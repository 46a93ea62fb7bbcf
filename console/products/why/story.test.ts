import { describe, expect, it } from "vitest";
import type { Movement } from "../../../src/http/api-types.ts";
import { formats } from "../../../ui/format.ts";
import { story } from "./story.ts";
import { whyWords } from "./words.ts";

const tell = (entry: Partial<Movement>) =>
  story(
    { at: "2026-11-25T00:00:00Z", cause: "synced", change: 0, quantity: 5, actor: "", ...entry },
    whyWords.ja,
    formats("ja"),
  );

describe("S7: why a quantity is what it is", () => {
  it("a reading of Smaregi, by a notification or asked for", () => {
    expect(tell({ reading: 5, notificationId: "n" })).toEqual([
      whyWords.ja.notified,
      "スマレジの在庫は5個でした。",
    ]);
    expect(tell({ reading: 5 })[0]).toBe(whyWords.ja.asked);
  });

  it("orders that Smaregi had not yet, taken off or put back, within what a quantity can be", () => {
    expect(tell({ reading: 5, pending: -2, quantity: 3 })[2]).toMatch(/注文が2個分.*引いて3に/);
    expect(tell({ reading: 5, pending: 1, quantity: 6 })[2]).toMatch(/変更が1個分.*足して6に/);
    expect(tell({ reading: 1, pending: -2, quantity: 0 })).toHaveLength(4);
    expect(tell({ reading: 1, pending: -2, quantity: 0 })[3]).toBe(whyWords.ja.below);
    expect(tell({ reading: 999_999, pending: 1, quantity: 999_999 })[3]).toBe(whyWords.ja.above);
  });

  it.each([
    [{ cause: "orderPlaced", change: -2 }, "注文で2個売れました。"],
    [{ cause: "orderEdited", change: 1 }, whyWords.ja.edited],
    [{ cause: "orderCancelled", change: 2 }, "受注のキャンセルで2個戻りました。"],
    [{ cause: "linked" }, whyWords.ja.linked],
    [{ cause: "registered" }, whyWords.ja.registered],
    [{ cause: "edited" }, whyWords.ja.set],
    [{ cause: "edited", quantity: null }, whyWords.ja.emptied],
    [{ cause: "syncFailed" }, whyWords.ja.failed],
    [{ cause: "zeroConfirmed" }, whyWords.ja.zeroConfirmed],
    [{ cause: "something new" }, "在庫数が変わりました(something new)。"],
  ])("%j: %s", (entry, sentence) => {
    expect(tell(entry)).toEqual([sentence]);
  });
});
