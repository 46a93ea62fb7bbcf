import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { processesOf } from "../../bin/run-processes.mjs";
import { packageRoot } from "../../src/kit/package-root.ts";
import { until } from "./wait.ts";

describe.concurrent("a run of tests", () => {
  it("whose runner is killed leaves no process and no folder", async () => {
    const { runner, folder } = await startRun({ postgres: true });
    const programs = processesOf(folder).map(({ program }) => program);
    expect(programs.filter((program) => program.includes("sleeper"))).toHaveLength(2);
    expect(programs.filter((program) => /^\S*\/postgres /.test(program))).toHaveLength(1);
    runner.kill("SIGKILL");
    await once(runner, "exit");
    const isClean = async () => processesOf(folder).length === 0 && !existsSync(folder);
    await until("nothing is left", isClean, patienceMs);
  });

  it("that ends by itself is told what it left, and leaves nothing", async () => {
    const { runner, folder, said } = await startRun({ postgres: false });
    runner.stdin?.end();
    await once(runner, "close");
    expect(said().match(/left process \d+: .*sleeper/g)).toHaveLength(2);
    expect(said()).toContain(`left ${join(folder, "a-file")}`);
    expect([processesOf(folder), existsSync(folder)]).toEqual([[], false]);
  });
});

/** For a busy machine. */
const patienceMs = 100_000;

/** A separate runner with a folder, a PostgreSQL and, on request, a process with a child that ignore SIGTERM. */
async function startRun(options: {
  postgres: boolean;
}): Promise<{ runner: ChildProcess; folder: string; said(): string }> {
  const from = (path: string) => JSON.stringify(join(packageRoot, path));
  const script = `
    import { spawn } from "node:child_process";
    import { writeFileSync } from "node:fs";
    import { join } from "node:path";
    import { openRun } from ${from("bin/test-run.mjs")};
    import { startEmbeddedPostgres } from ${from("src/kit/embedded-postgres/start.ts")};
    const run = openRun();
    const sleep = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); 'sleeper'; ";
    const child = sleep + "console.log('up')";
    const parent = sleep + "require('node:child_process').spawn(process.execPath, ['-e', " + JSON.stringify(child) + "], { stdio: 'inherit', detached: true })";
    spawn(process.execPath, ["-e", parent], { stdio: ["ignore", "pipe", "inherit"], detached: true }).stdout.once("data", async () => {
      if (${options.postgres}) await startEmbeddedPostgres({ dataDir: join(run.folder, "data"), settings: { fsync: "off" } });
      writeFileSync(join(run.folder, "a-file"), "");
      console.log(run.folder);
    });
    process.stdin.resume().once("end", async () => {
      for (const each of await run.leftBehind()) console.log("left " + each);
      await run.end();
      process.exit();
    });
  `;
  const { MUSUBI_TEST_RUN: _, ...env } = process.env;
  const runner = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  runner.stdout.on("data", (part: Buffer) => (said += part.toString()));
  await until("the run stands", async () => said.includes("\n"), patienceMs);
  return { runner, folder: said.trim(), said: () => said };
}
