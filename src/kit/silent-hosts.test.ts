import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import type { Connection } from "./embedded-postgres/start.ts";
import { testDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { isDatabaseAway, openDatabase, type Database } from "./database.ts";

/** A proxy to a host, which can be cut without telling either end. */
async function wayTo({ host, port, user, database }: Connection) {
  const ends: Socket[] = [];
  let isCut = false;
  let came = 0;
  const server = createServer((near) => {
    came += 1;
    const far = connect(`${host}/.s.PGSQL.${port}`);
    ends.push(near, far);
    const pass = (from: Socket, to: Socket) => {
      from.on("data", (part: Buffer) => isCut || to.write(part));
      from.on("close", () => isCut || to.destroy());
      from.on("error", () => undefined);
    };
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.close();
    for (const end of ends) end.destroy();
  });
  const url = `postgres://${user}@127.0.0.1:${(server.address() as AddressInfo).port}/${database}`;
  return { url, came: () => came, cut: () => (isCut = true) };
}

const where = async ({ db }: Database) =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name;

it("a host that went away without a word is left for the next; one that only takes long to answer is not", async () => {
  const [first, second] = [await testDatabase(), await testDatabase()];
  const way = await wayTo(first.connection);
  const database = openDatabase([way.url, second.url], {
    max: 4,
    onError: () => undefined,
    silent: { silentMs: 100, lookEveryMs: 50 },
  });
  onTestFinished(async () => {
    await database.close();
    await first.drop();
    await second.drop();
  });
  expect(await where(database)).toBe(first.connection.database);
  const lock = await first.pool.connect();
  await lock.query("begin; lock table merchants in access exclusive mode");
  const slow = database.db.selectFrom("merchants").select("id").execute();
  // The host was checked several times, and the query still waits for its answer.
  const before = way.came();
  await until("it was asked", async () => way.came() > before + 2);
  await lock.query("commit");
  expect(await slow).toEqual([]);

  await lock.query("begin; lock table merchants in access exclusive mode");
  const lost = database.db.selectFrom("merchants").select("id").execute();
  const failed = lost.catch((error: unknown) => error);
  way.cut();
  expect(await failed).toSatisfy(isDatabaseAway);
  expect(await where(database)).toBe(second.connection.database);
  await lock.query("rollback");
  lock.release();
});
