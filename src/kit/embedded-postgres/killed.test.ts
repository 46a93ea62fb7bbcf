import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Connection } from "./connect.ts";
import { hold, newFolder, query, cleanUp, serverPid, until, type Holder } from "./holder.fixture.ts";
import { backendsIn, birthOf, isAlive, isServerOf } from "./processes.ts";
import { startEmbeddedPostgres } from "./start.ts";

/**
 * One folder, killed again and again: each test kills what the one before left running, and leaves its own start running.
 */
let dataDir: string;
let serverDir: string;
let holder: Holder;
beforeAll(async () => {
  dataDir = await newFolder();
  // One test runs the server as a user that has no right to pass through the folder.
  chmodSync(dataDir, 0o711);
  serverDir = join(dataDir, "postgres");
  holder = await writing();
});
afterAll(cleanUp);

async function writing(options: { programPath?: string } = {}): Promise<Holder> {
  const next = await hold(dataDir, { write: true, ...options });
  await until("it writes", () => next.committed.length >= 20);
  return next;
}

/** Starts again in another process; returns how many rows that the previous one had acknowledged are lost. */
async function lostAtNextStart(options: { programPath?: string } = {}): Promise<number> {
  const { committed } = holder;
  holder = await writing(options);
  return await lost(holder.connection, committed);
}

/** The number of acknowledged rows that are missing. */
async function lost(connection: Connection, committed: number[]): Promise<number> {
  const found = await query(connection, `select n from kept where n in (${committed.join(", ")})`);
  return committed.length - found.length;
}

const isGone = (pid: number): boolean => birthOf(pid) === "" || !isAlive(pid);

function killAll(): void {
  const all = [holder.process.pid ?? 0, serverPid(dataDir), ...backendsIn(serverDir)];
  for (const pid of all) if (isAlive(pid)) process.kill(pid, "SIGKILL");
}

describe.runIf(process.platform === "linux")("after kill -9", () => {
  it("of the process that started it, the server ends by itself", async () => {
    const server = serverPid(dataDir);
    await holder.kill();
    await until("the server is gone", () => isGone(server));
    expect(await lostAtNextStart()).toBe(0);
  });

  it("of the process that started it, the next start need not wait for that", async () => {
    await holder.kill();
    // Leaves one without setpriv and without flock for the next test.
    expect(await lostAtNextStart({ programPath: "/nowhere" })).toBe(0);
  });

  it("of the process, where nothing ends the server with it, the next start ends it", async () => {
    const server = serverPid(dataDir);
    await holder.kill();
    expect(isServerOf(server, serverDir)).toBe(true);
    expect(await lostAtNextStart()).toBe(0);
    expect(isServerOf(server, serverDir)).toBe(false);
  });

  it("of everything at once, the next start finds every row", async () => {
    killAll();
    expect(await lostAtNextStart()).toBe(0);
  });

  it("of the server's main process, a backend that computes on is ended first", async () => {
    const slow = query(holder.connection, "select count(*) from generate_series(1, 1e12::bigint)");
    const broken = slow.catch((error: unknown) => error);
    const backend = () => backendsIn(serverDir).find(computes);
    await until("a backend computes", () => backend() !== undefined);
    const computing = backend() ?? 0;
    process.kill(serverPid(dataDir), "SIGKILL");
    await holder.kill();
    expect(isGone(computing)).toBe(false);
    expect(await lostAtNextStart()).toBe(0);
    expect(isGone(computing)).toBe(true);
    expect(await broken).toBeInstanceOf(Error);
  });

  it("a lock file that names somebody else's living process, or a zombie, blocks nothing", async () => {
    // sh's child ends at once, and sh, replaced by sleep, never waits for it: a zombie.
    const stranger = spawn("sh", ["-c", "true & exec sleep 600"], { stdio: "ignore" });
    onTestFinished(() => void stranger.kill("SIGKILL"));
    const children = join("/proc", String(stranger.pid), "task", String(stranger.pid), "children");
    const zombie = async () => Number((await readFile(children, "utf8")).trim());
    while ((await zombie()) === 0 || birthOf(await zombie()) !== "");
    killAll();
    await until("all is gone", () => backendsIn(serverDir).length === 0);
    const locks = [join(serverDir, "postmaster.pid"), join(holder.connection.host, ".s.PGSQL.5432.lock")];
    const left = await Promise.all(locks.map((file) => readFile(file, "utf8")));
    for (const pid of [stranger.pid ?? 0, await zombie(), process.pid, 1]) {
      for (const [nth, file] of locks.entries()) {
        const [, ...rest] = (left[nth] ?? "").split("\n");
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, [pid, ...rest].join("\n"));
      }
      expect(isAlive(pid)).toBe(true);
      const { connection, stop } = await startEmbeddedPostgres({ dataDir, settings: { fsync: "off" } });
      expect(await lost(connection, holder.committed)).toBe(0);
      await stop();
    }
    expect(isGone(stranger.pid ?? 0)).toBe(false);
  });
});

/** True if a backend is running a query, according to its title. */
function computes(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("SELECT");
}
