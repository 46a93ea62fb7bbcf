import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { openClock } from "./clock.ts";
import { openDatabase, type Database } from "./database.ts";
import { databaseTime } from "./now.ts";

let house: TestDatabase;
let database: Database;
beforeAll(async () => {
  house = await testDatabase();
  database = openDatabase(house.connection, { max: 1, onError: () => undefined });
});
afterAll(async () => {
  await database.close();
  await house.drop();
});

const halfAnHour = 30 * 60_000;

describe("the database's clock in a process", () => {
  it.each([
    ["behind", -halfAnHour],
    ["ahead", halfAnHour],
    ["the same", 0],
  ])("is the database's on a machine whose clock is %s", async (_, offMs) => {
    const clock = openClock(() => Date.now() + offMs);
    await clock.follow(database.db);
    const before = await databaseTime(database.db);
    const told = clock.time().getTime();
    const after = await databaseTime(database.db);
    // The only uncertainty between the two clocks is how long the answer was on its way.
    expect(told).toBeGreaterThan(before.getTime() - halfAnHour / 10);
    expect(told).toBeLessThan(after.getTime() + halfAnHour / 10);
  });

  it("does not move for how long an answer took, and follows a clock that was set", async () => {
    let at = Date.now();
    const clock = openClock(() => at);
    await clock.follow(database.db);
    // If a question took a minute, the database's time may be from any moment of it.
    const slow = openClock(() => (at += 60_000));
    at = Date.now() - 60_000;
    await slow.follow(database.db);
    at = 0;
    expect(slow.time().getTime()).toBe(60_000);

    at = Date.now() + halfAnHour;
    await clock.follow(database.db);
    expect(clock.time().getTime()).toBeLessThan(at - halfAnHour / 2);
  });
});
