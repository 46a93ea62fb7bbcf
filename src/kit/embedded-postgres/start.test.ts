import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../database.ts";
import { lockFolder } from "./folder-lock.ts";
import { hold, launch, newFolder, query, cleanUp } from "./holder.fixture.ts";
import { EmbeddedPostgresBusy, findEmbeddedPostgres, startEmbeddedPostgres } from "./start.ts";

afterAll(cleanUp);
// Data that is deleted after the test does not need to reach the disk.
const settings = { fsync: "off" };

/**
 * A folder whose database the first test creates, for all tests that need no new one: each leaves it stopped, or its process
 * killed.
 */
let made: string;
beforeAll(async () => {
  made = join(await newFolder(), "data");
});

describe("a data folder", () => {
  it("is made by the first start, and is closed to the other users of the machine", async () => {
    const dataDir = made;
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
    const { connection, stop } = await startEmbeddedPostgres({ dataDir, settings });
    const [row] = await query(
      connection,
      `select current_setting('listen_addresses') as listen, current_setting('max_connections') as max,
        current_setting('timezone') as zone, current_setting('server_encoding') as encoding,
        current_user as "user", current_database() as database, datlocprovider as provider, datlocale as locale
      from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({
      listen: "",
      max: "100",
      zone: "UTC",
      encoding: "UTF8",
      user: "musubi",
      database: "musubi",
      provider: "b",
      locale: "C.UTF-8",
    });
    expect(await findEmbeddedPostgres(dataDir)).toEqual(connection);
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(join(dataDir, "postgres"))).toBe("700");
    expect(modeOf(connection.host)).toBe("700");
    expect(modeOf(join(connection.host, ".s.PGSQL.5432"))).toBe("700");
    expect(modeOf(join(dataDir, "postgres.log"))).toBe("600");
    await query(connection, "create table own as select 1 as n");
    await stop();
    await stop();
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();
  });

  it("is asked as it is, whatever the environment says of other databases", async () => {
    vi.stubEnv("PGSSLMODE", "require");
    vi.stubEnv("PGOPTIONS", "-c default_transaction_read_only=on");
    const { connection, stop } = await startEmbeddedPostgres({ dataDir: made, settings });
    const database = openDatabase(connection, { max: 1, onError: () => undefined });
    try {
      const { rows } = await database.pool.query(
        "select current_setting('default_transaction_read_only') as reads",
      );
      expect(rows).toEqual([{ reads: "off" }]);
    } finally {
      vi.unstubAllEnvs();
      await database.close();
      await stop();
    }
  });

  it("may lie deeper than the path of a socket is long; what is a database by its name alone is set aside", async () => {
    const dataDir = join(await newFolder(), "deep-".repeat(20), "deeper-".repeat(20));
    await mkdir(join(dataDir, "postgres"), { recursive: true });
    await writeFile(join(dataDir, "postgres", "mine.txt"), "not a database");
    const { connection, stop } = await startEmbeddedPostgres({ dataDir, settings });
    const aside = (await readdir(dataDir)).find((name) => name.includes("not-a-database")) ?? "";
    expect(existsSync(join(dataDir, aside, "mine.txt"))).toBe(true);
    expect(Buffer.byteLength(connection.host)).toBeLessThan(90);
    expect((statSync(connection.host).mode & 0o777).toString(8)).toBe("700");
    expect(await findEmbeddedPostgres(dataDir)).toEqual(connection);
    await stop();
    expect(existsSync(connection.host)).toBe(false);
  });

  it("is made anew where a start was killed in the middle of making it, by one of two that meet", async () => {
    const dataDir = await newFolder();
    const child = launch(dataDir);
    const isHalfMade = async () => {
      const making = (await readdir(dataDir)).find((name) => name.startsWith("postgres.making-"));
      return making !== undefined && existsSync(join(dataDir, making, "base", "1"));
    };
    while (!(await isHalfMade())) expect(existsSync(join(dataDir, "postgres"))).toBe(false);
    child.kill("SIGKILL");
    const both = await Promise.allSettled([hold(dataDir), hold(dataDir)]);
    const [won, ...others] = both.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const lost = both.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
    expect([won, ...others]).toHaveLength(1);
    expect(lost.join()).toContain("EmbeddedPostgresBusy");
    expect(won && (await query(won.connection, "select 1 as n"))).toEqual([{ n: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.includes("making"))).toEqual([]);
    await won?.kill();
  });
});

describe("a start", () => {
  it("that fails says what PostgreSQL said, and leaves the folder free, with all that is in it", async () => {
    const dataDir = made;
    const wrong = startEmbeddedPostgres({ dataDir, settings: { ...settings, work_mem: "plenty" } });
    await expect(wrong).rejects.toThrow(/did not start.*invalid value for parameter "work_mem": "plenty"/s);
    const { connection, stop } = await startEmbeddedPostgres({ dataDir, settings });
    expect(await query(connection, "select n from own")).toEqual([{ n: 1 }]);
    // A start waits for a server that ends within moments.
    const second = startEmbeddedPostgres({ dataDir, settings });
    await stop();
    const next = await second;
    expect(await query(next.connection, "select n from own")).toEqual([{ n: 1 }]);
    await next.stop();
  });

  it("waits as long as it means to, also where the clock is set meanwhile, as at the start of a machine", async () => {
    const dataDir = await realpath(await newFolder());
    const path = "/usr/sbin:/usr/bin:/sbin:/bin";
    const held = await lockFolder(dataDir, path);
    let aheadMs = 0;
    const set = vi.spyOn(Date, "now").mockImplementation(() => (aheadMs += 3_600_000));
    const second = lockFolder(dataDir, path).finally(() => set.mockRestore());
    second.catch(() => undefined);
    setTimeout(() => held.release(), 300);
    const { former, release } = await second;
    // It was released, not lost with a process.
    expect(former).toBe(0);
    release();
  });

  it("is refused in words while another process runs the server, which goes on unharmed", async () => {
    const dataDir = made;
    // That process does not use the PostgreSQL variables of its environment either.
    const holder = await hold(dataDir, { before: ["env", "PGPORT=6543", "PGDATA=/nowhere"] });
    expect(existsSync(join(holder.connection.host, ".s.PGSQL.5432"))).toBe(true);
    const refusal = await startEmbeddedPostgres({ dataDir, settings }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EmbeddedPostgresBusy);
    expect(refusal).toMatchObject({ code: "EMBEDDED_POSTGRES_BUSY", dataDir, pid: holder.process.pid });
    expect(String(refusal)).toContain(dataDir);
    expect(String(refusal)).toContain(`process ${holder.process.pid}`);
    expect(await query(holder.connection, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    await holder.kill();
  });
});
