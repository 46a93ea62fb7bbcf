import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { databasePace } from "./store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe("the pace per contract, shared by all processes", () => {
  it("spaces the calls of all callers, so that no second holds more than the rate", async () => {
    // Two objects stand for two processes: what they share is the row.
    const one = databasePace(database.db, { readsPerSecond: 50, writesPerSecond: 20 });
    const other = databasePace(database.db, { readsPerSecond: 50, writesPerSecond: 20 });
    const times: number[] = [];
    const take = async (pace: typeof one) => {
      await pace.take("sb_a", "read");
      times.push(performance.now());
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: 30 }, (_, nth) => take(nth % 2 === 0 ? one : other)));
    // 30 calls 20 ms apart take at least 29 of them, however slow the machine is.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(29 * 20 - 5);
    expect(times).toHaveLength(30);
  });

  it("lets another contract, and writes beside reads, go at once", async () => {
    const pace = databasePace(database.db, { readsPerSecond: 0.1, writesPerSecond: 0.1 });
    await pace.take("sb_b", "read");
    await pace.take("sb_b", "write");
    await pace.take("sb_c", "read");
    const { rows } = await database.pool.query(
      "select count(*)::int as count from smaregi_pace where contract_id in ('sb_b', 'sb_c')",
    );
    expect(rows[0].count).toBe(3);
  });

  it("holds everybody back for as long as Smaregi says", async () => {
    const pace = databasePace(database.db, { readsPerSecond: 1000, writesPerSecond: 1000 });
    await pace.take("sb_d", "write");
    await pace.pause("sb_d", "write", 300);
    const begun = performance.now();
    await pace.take("sb_d", "write");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(290);
  });
});
