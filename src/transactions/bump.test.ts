import { describe, expect, it } from "vitest";
import type { Sale } from "../kit/tables.ts";
import { bump, newLink } from "./bump.ts";
import { linkOf, newId, row, saleOf, sent, standing, t } from "./link.fixture.ts";
import { saleKey, type OrderLink } from "./rules.ts";

type Given = { live?: boolean; mode?: "standard" | "assured"; took?: boolean };
const change = (
  link: OrderLink,
  sale: Sale | null,
  { live = true, mode = "standard", took = true }: Given = {},
) => bump(link, sale, { live, mode, took, now: t(50), newId });

const inShort = ({ follows, rows }: OrderLink): string =>
  `${follows}: ${rows.map(({ state, again }) => `${state}${again ? " again" : ""}`).join(", ")}`;

const edited = saleOf(5);
const off = { live: false };

describe("O3, O4, P6: what an edit or a cancellation makes of the rows", () => {
  it.each<[string, OrderLink, Sale | null, string, Given?]>([
    ["never sent, edited", linkOf([row()]), edited, "on: gone, planned"],
    ["never sent, cancelled", linkOf([row()]), null, "on: gone"],
    [
      "standing, edited: its cancellation is decide's",
      linkOf([standing()]),
      edited,
      "on: standing again, planned",
    ],
    ["standing, cancelled", linkOf([standing()]), null, "on: standing again"],
    ["standing, edited to what it is: no call", linkOf([standing()]), saleOf(2), "on: standing again"],
    [
      "out, edited: the fence stays",
      linkOf([sent({ state: "sending" })]),
      edited,
      "on: sending again, planned",
    ],
    [
      "being cancelled, and wanted again: a new row",
      linkOf([standing({ state: "cancelling" })]),
      saleOf(2),
      "on: cancelling again, planned",
    ],
    [
      "given up, then edited: it goes on",
      linkOf([sent({ halt: "registerFailed" })]),
      edited,
      "on: gone, planned",
    ],
    ["off, edited: stays off", linkOf([], { follows: "off", counted: false }), edited, "off: "],
    [
      "asked, then edited while live: that is the answer",
      linkOf([standing()], { follows: "asked" }),
      edited,
      "on: standing again, planned",
    ],
    ["not live: never sent, cancelled", linkOf([row()]), null, "on: gone", off],
    ["not live: never sent, edited, standard mode asks", linkOf([row()]), edited, "asked: gone", off],
    [
      "... the assured mode goes on later",
      linkOf([row()]),
      edited,
      "on: gone, planned",
      { ...off, mode: "assured" },
    ],
    ["not live: standing, edited, standard mode asks", linkOf([standing()]), edited, "asked: standing", off],
    [
      "... the assured mode goes on later",
      linkOf([standing()]),
      edited,
      "on: standing again, planned",
      { ...off, mode: "assured" },
    ],
    ["not live: standing, cancelled, standard mode asks", linkOf([standing()]), null, "asked: standing", off],
    [
      "a change of mode moves no order that is asked about",
      linkOf([standing()], { follows: "asked" }),
      edited,
      "asked: standing",
      { ...off, mode: "assured" },
    ],
  ])("%s", (_, link, sale, expected, given) => {
    const after = change(link, sale, given);
    expect(inShort(after)).toBe(expected);
    expect(after.wantedKey).toBe(sale === null ? null : saleKey(sale));
  });

  it("a change clears what was given up, and what is tried later is not tried earlier", () => {
    const waiting = { retryAt: t(99), retryFrom: t(9) };
    const stuck = change(linkOf([standing({ halt: "cancelFailed", ...waiting })]), null);
    expect(stuck.rows[0]).toMatchObject({ halt: null, retryAt: null });
    const unclear = change(linkOf([sent({ state: "unclear", ...waiting })]), null);
    expect(unclear.rows[0]).toMatchObject({ retryAt: t(99) });
  });
});

describe("F4: since when an order counts no more", () => {
  it.each<[string, OrderLink, Given, boolean, number]>([
    ["it goes on: it counts", linkOf([row()]), {}, true, 0],
    ["it is asked about from now on", linkOf([standing()]), off, false, 50],
    [
      "it did not count, and its pieces were taken anew",
      linkOf([], { follows: "off", counted: false }),
      {},
      false,
      50,
    ],
    [
      "it did not count, and only its money changed",
      linkOf([], { follows: "off", counted: false }),
      { took: false },
      false,
      0,
    ],
  ])("%s", (_, link, given, counted, since) => {
    expect(change(link, edited, given)).toMatchObject({ counted, uncountedAt: t(since) });
  });
});

describe("P6: a new order", () => {
  it.each([
    [true, { follows: "on", why: null, counted: true }, 1],
    [false, { follows: "off", why: "takenWhileOff", counted: false }, 0],
  ])("live: %s", (live, expected, rows) => {
    const link = newLink(saleOf(2), { live, now: t(50), newId }, "takenWhileOff");
    expect(link).toMatchObject({ ...expected, wantedKey: saleKey(saleOf(2)), uncountedAt: t(50) });
    expect(link.rows).toHaveLength(rows);
  });
});
