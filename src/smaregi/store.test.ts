import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { databasePace } from "./store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

// Two objects act as two processes: they share only the row.
const processes = (readsPerSecond: number) =>
  [0, 1].map(() => databasePace(database.db, { readsPerSecond, writesPerSecond: readsPerSecond }));

/** Takes `count` turns at once; records each in `grants` with its number and time when it is given. */
const takeAll = (pace: ReturnType<typeof databasePace> | undefined, contractId: string, count: number) => {
  const grants: { nth: number; at: number }[] = [];
  const all = Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      await pace?.take(contractId, "read");
      grants.push({ nth, at: performance.now() });
    }),
  );
  return { grants, all };
};

describe("the pace per contract, shared by all processes", () => {
  it("spaces the calls of all callers, so that no second holds more than the rate", async () => {
    const [one, other] = processes(50);
    const begun = performance.now();
    const taken = [takeAll(one, "sb_a", 15), takeAll(other, "sb_a", 15)];
    await Promise.all(taken.map(({ all }) => all));
    // 30 calls 21 ms apart take at least 29 of them, however slow the machine is.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(29 * 21 - 1);
  });

  it("lets another contract, and writes beside reads, go at once", async () => {
    const pace = databasePace(database.db, { readsPerSecond: 0.01, writesPerSecond: 0.01 });
    // Each of them would wait for 105 seconds behind another of its kind.
    await pace.take("sb_b", "read");
    await pace.take("sb_b", "write");
    await pace.take("sb_c", "read");
    const { rows } = await database.pool.query(
      "select count(*)::int as count from smaregi_pace where contract_id in ('sb_b', 'sb_c')",
    );
    expect(rows[0].count).toBe(3);
  });

  it("serves first who came first, and lets a long line of one process not hold up another", async () => {
    const [busy, other] = processes(50);
    // Both have their connection: on a slow machine opening the first one takes longer than the whole line.
    await Promise.all([busy?.take("sb_e0", "read"), other?.take("sb_e1", "read")]);
    const line = takeAll(busy, "sb_e", 50);
    await other?.take("sb_e", "read");
    // If it had to wait behind the whole line, it would come after all of it.
    expect(line.grants.length).toBeLessThan(50);
    await line.all;
    expect(line.grants.map(({ nth }) => nth)).toEqual(Array.from({ length: 50 }, (_, nth) => nth));
  });

  it("holds everybody back for as long as Smaregi says, those in line too", async () => {
    const [one, other] = processes(50);
    const lines = [takeAll(one, "sb_d", 10), takeAll(other, "sb_d", 10)];
    await one?.take("sb_d", "write");
    const begun = performance.now();
    await one?.pause("sb_d", "read", 400);
    const paused = performance.now();
    await Promise.all(lines.map(({ all }) => all));
    const [own, others] = lines.map(({ grants }) =>
      grants.filter(({ at }) => at > paused && at < begun + 398),
    );
    expect(own).toEqual([]);
    // The other process may have had its next turn already.
    expect(others?.length).toBeLessThanOrEqual(1);
  });

  it("pauses a contract that nobody has called yet", async () => {
    const [one, other] = processes(1000);
    const begun = performance.now();
    await one?.pause("sb_f", "write", 300);
    await other?.take("sb_f", "write");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(298);
  });

  it("waits no hour where the database's clock was set back by one", async () => {
    const rates = { readsPerSecond: 50, writesPerSecond: 50 };
    const pace = databasePace(database.db, rates, { mostAheadMs: 1_000 });
    await pace.take("sb_g", "read");
    // The state of the row from then on.
    await database.pool.query(
      "update smaregi_pace set next_at = next_at + interval '1 hour' where contract_id = 'sb_g'",
    );
    const begun = performance.now();
    await pace.take("sb_g", "read");
    expect(performance.now() - begun).toBeLessThan(30_000);
  });

  it("throws what the database throws, and the line goes on", async () => {
    const [pace] = processes(50);
    const broken = Array.from({ length: 2 }, async () => await pace?.take("\0", "read"));
    expect((await Promise.allSettled(broken)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
