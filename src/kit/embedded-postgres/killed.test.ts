import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hold, newFolder, query, cleanUp, serverPid, until, type Holder } from "./holder.fixture.ts";
import { backendsIn, birthOf, isAlive, isServerOf } from "./processes.ts";
import { startEmbeddedPostgres } from "./start.ts";

/** One folder, killed again and again: each test leaves it stopped or killed, as a machine would. */
let dataDir: string;
let serverDir: string;
beforeAll(async () => {
  dataDir = await newFolder();
  // One test runs the server as a user that has no right to pass through.
  chmodSync(dataDir, 0o711);
  serverDir = join(dataDir, "postgres");
});
afterAll(cleanUp);

async function writing(options: { programPath?: string } = {}): Promise<Holder> {
  const holder = await hold(dataDir, { write: true, ...options });
  await until("it writes", () => holder.committed.length >= 20);
  return holder;
}

/** Starts here, and counts the acknowledged rows that are not there. */
async function lostAfterStart({ committed }: Holder): Promise<number> {
  const { connection, stop } = await startEmbeddedPostgres({ dataDir });
  const found = await query(connection, `select n from kept where n in (${committed.join(", ")})`);
  await stop();
  return committed.length - found.length;
}

const isGone = (pid: number): boolean => birthOf(pid) === "" || !isAlive(pid);

describe.runIf(process.platform === "linux")("after kill -9", () => {
  it("of the process that started it, the server ends by itself", async () => {
    const holder = await writing();
    const server = serverPid(dataDir);
    await holder.kill();
    await until("the server is gone", () => isGone(server));
    expect(await lostAfterStart(holder)).toBe(0);
  });

  it("of the process that started it, the next start need not wait for that", async () => {
    const holder = await writing();
    await holder.kill();
    expect(await lostAfterStart(holder)).toBe(0);
  });

  it("of the process, where nothing ends the server with it, the next start ends it", async () => {
    // Without setpriv, and without flock.
    const holder = await writing({ programPath: "/nowhere" });
    const server = serverPid(dataDir);
    await holder.kill();
    expect(isServerOf(server, serverDir)).toBe(true);
    expect(await lostAfterStart(holder)).toBe(0);
    expect(isServerOf(server, serverDir)).toBe(false);
  });

  it("of everything at once, the next start finds every row", async () => {
    const holder = await writing();
    const all = [holder.process.pid ?? 0, serverPid(dataDir), ...backendsIn(serverDir)];
    for (const pid of all) if (isAlive(pid)) process.kill(pid, "SIGKILL");
    expect(await lostAfterStart(holder)).toBe(0);
  });

  it("of the server's main process, a backend that computes on is ended first", async () => {
    const holder = await hold(dataDir);
    const slow = query(holder.connection, "select count(*) from generate_series(1, 1e12::bigint)");
    const broken = slow.catch((error: unknown) => error);
    const backend = () => backendsIn(serverDir).find(computes);
    await until("a backend computes", () => backend() !== undefined);
    const computing = backend() ?? 0;
    const server = serverPid(dataDir);
    process.kill(server, "SIGKILL");
    await holder.kill();
    expect(isGone(computing)).toBe(false);
    const { stop } = await startEmbeddedPostgres({ dataDir });
    expect(isGone(computing)).toBe(true);
    expect(await broken).toBeInstanceOf(Error);
    await stop();
  });

  it("a lock file that names somebody else's living process, or a zombie, blocks nothing", async () => {
    // sh ends its child at once and, being replaced by sleep, never asks for its end: a zombie.
    const stranger = spawn("sh", ["-c", "true & exec sleep 600"], { stdio: "ignore" });
    onTestFinished(() => void stranger.kill("SIGKILL"));
    const children = join("/proc", String(stranger.pid), "task", String(stranger.pid), "children");
    const zombie = async () => Number((await readFile(children, "utf8")).trim());
    while ((await zombie()) === 0 || birthOf(await zombie()) !== "");
    for (const pid of [stranger.pid ?? 0, await zombie(), process.pid, 1]) {
      const holder = await writing();
      for (const killed of [holder.process.pid ?? 0, serverPid(dataDir), ...backendsIn(serverDir)])
        if (isAlive(killed)) process.kill(killed, "SIGKILL");
      await until("all is gone", () => backendsIn(serverDir).length === 0);
      for (const file of [
        join(serverDir, "postmaster.pid"),
        join(holder.connection.host, ".s.PGSQL.5432.lock"),
      ]) {
        const [, ...rest] = (await readFile(file, "utf8")).split("\n");
        await writeFile(file, [pid, ...rest].join("\n"));
      }
      expect(isAlive(pid)).toBe(true);
      expect(await lostAfterStart(holder)).toBe(0);
    }
    expect(isGone(stranger.pid ?? 0)).toBe(false);
  });
});

/** Whether a backend works on a query: its title says so. */
function computes(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("SELECT");
}
