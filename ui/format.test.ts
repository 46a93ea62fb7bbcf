import { describe, expect, it } from "vitest";
import { formats } from "./format.ts";

const [ja, en] = [formats("ja"), formats("en")];

describe("how things are written", () => {
  it("amounts and changes", () => {
    expect([ja.yen(1234), en.yen(1234), ja.yen(-5)]).toEqual(["1,234円", "¥1,234", "-5円"]);
    expect([3, -2, 0].map(ja.signed)).toEqual(["+3", "-2", "0"]);
  });

  it("what is counted no further than a thousand", () => {
    expect([0, 999, 1_000].map(ja.counted)).toEqual(["0", "999", "999+"]);
  });

  it("times are Japan's, wherever the reader sits", () => {
    const late = "2026-11-24T15:30:05Z";
    expect([ja.day(late), ja.clock(late), ja.moment(late)]).toEqual([
      "2026/11/25",
      "00:30",
      "2026/11/25 00:30:05",
    ]);
    expect([en.day(late), en.clock(late)]).toEqual(["25 Nov 2026", "00:30"]);
  });

  it("several things", () => {
    expect([ja.list(["赤", "白"]), en.list(["赤", "白"]), en.list([])]).toEqual(["赤、白", "赤, 白", ""]);
  });

  it("how long something took", () => {
    expect([ja.duration(420), en.duration(420)]).toEqual(["420ミリ秒", "420 ms"]);
    expect([ja.duration(1000), en.duration(1349)]).toEqual(["1.0秒", "1.3 s"]);
  });
});
