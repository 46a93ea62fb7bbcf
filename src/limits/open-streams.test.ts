import { describe, expect, it } from "vitest";
import { createMetrics } from "../kit/metrics.ts";
import { readSettings } from "../env.ts";
import { openStaffStreams, openStreams } from "./open-streams.ts";

const streams = (env: Record<string, string> = {}) =>
  openStreams({ settings: readSettings(env), metrics: createMetrics() });

describe("live streams of the shops", () => {
  it("ten an address, of whichever shops; one that ended makes room", () => {
    const enter = streams();
    const opened = Array.from({ length: 10 }, (_, nth) => enter({ merchantId: `${nth % 2}`, address: "a" }));
    expect(() => enter({ merchantId: "2", address: "a" })).toThrow(/too_many_streams/);
    enter({ merchantId: "2", address: "b" });
    opened[0]?.();
    enter({ merchantId: "2", address: "a" });
  });

  it("2,000 a merchant from as many addresses; another merchant's are open to them", () => {
    const enter = streams();
    for (let nth = 0; nth < 2_000; nth += 1) enter({ merchantId: "m", address: `${nth}` });
    expect(() => enter({ merchantId: "m", address: "x" })).toThrow(/too_many_streams/);
    enter({ merchantId: "n", address: "x" });
  });

  it("500 of a merchant's own pages and programs, from whichever address", () => {
    const enter = openStaffStreams({ metrics: createMetrics() });
    const opened = Array.from({ length: 500 }, () => enter({ merchantId: "m", address: "a" }));
    expect(() => enter({ merchantId: "m", address: "b" })).toThrow(/too_many_streams/);
    enter({ merchantId: "n", address: "a" });
    opened[0]?.();
    expect(enter({ merchantId: "m", address: "b" })).toBeTypeOf("function");
  });

  it("0 is no limit of an address", () => {
    const enter = streams({ SHOP_STREAMS_PER_ADDRESS: "0" });
    const opened = Array.from({ length: 100 }, () => enter({ merchantId: "m", address: "a" }));
    expect(opened).toHaveLength(100);
  });
});
