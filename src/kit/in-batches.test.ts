import { describe, expect, it } from "vitest";
import { inBatches, type Outcomes } from "./in-batches.ts";

/** A batcher that reports the batches it was given, and runs each when it is released. */
function held(outcomeOf: (item: string) => string = (item) => item.toUpperCase()) {
  const batches: string[] = [];
  const doors: (() => void)[] = [];
  const take = inBatches<object, string, string>(
    async (_, key, items) => {
      batches.push(`${key}: ${items.join(" ")}`);
      await new Promise<void>((open) => doors.push(open));
      return items.map((item): Outcomes<string>[number] => {
        try {
          return { status: "fulfilled", value: outcomeOf(item) };
        } catch (reason) {
          return { status: "rejected", reason };
        }
      });
    },
    { most: 3 },
  );
  const letGo = async () => {
    doors.shift()?.();
    await new Promise(setImmediate);
  };
  return { take, batches, letGo };
}

const owner = {};

describe("what comes at once is done together", () => {
  it("does the first by itself, and those that came meanwhile together, as many as may be", async () => {
    const { take, batches, letGo } = held();
    const answers = Promise.all(["a", "b", "c", "d", "e"].map((item) => take(owner, "k", item)));
    expect(batches).toEqual(["k: a"]);
    await letGo();
    expect(batches).toEqual(["k: a", "k: b c d"]);
    await letGo();
    expect(batches).toEqual(["k: a", "k: b c d", "k: e"]);
    await letGo();
    expect(await answers).toEqual(["A", "B", "C", "D", "E"]);
    const next = take(owner, "k", "f");
    await letGo();
    expect(await next).toBe("F");
    expect(batches.at(-1)).toBe("k: f");
  });

  it("lets nobody wait for another key or another owner", async () => {
    const { take, batches } = held();
    void take(owner, "k", "a");
    void take(owner, "l", "b");
    void take({}, "k", "c");
    expect(batches).toEqual(["k: a", "l: b", "k: c"]);
  });

  it("answers each by itself: one that fails takes no other along", async () => {
    const { take, letGo } = held((item) => {
      if (item === "bad") throw new Error("bad");
      return item;
    });
    const all = Promise.allSettled(["a", "b", "bad", "c"].map((item) => take(owner, "k", item)));
    await letGo();
    await letGo();
    expect((await all).map((each) => (each.status === "fulfilled" ? each.value : "failed"))).toEqual([
      "a",
      "b",
      "failed",
      "c",
    ]);
  });

  it("tells a whole batch where it failed as a whole, and goes on with the next", async () => {
    let runs = 0;
    const take = inBatches<object, number, number>(
      async (_, __, items) => {
        runs += 1;
        await new Promise(setImmediate);
        if (runs === 2) throw new Error("the database is away");
        return items.map((value) => ({ status: "fulfilled", value }));
      },
      { most: 2 },
    );
    const all = await Promise.allSettled([1, 2, 3, 4].map((item) => take(owner, "k", item)));
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
  });
});
