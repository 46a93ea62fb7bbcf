import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeOnce } from "./make-once.ts";

let parent: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "musubi-once-"));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it("a folder whose making was cut off is made again from its start", async () => {
  const folder = join(parent, "cut-off");
  const maker = makeInProcess(folder, `append("half"); process.kill(process.pid, "SIGKILL");`);
  await once(maker, "exit");
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(parent)).toHaveLength(1);
  makeOnce(folder, (making) => expect(readdirSync(making)).toEqual([]));
  expect(readdirSync(parent)).toEqual(["cut-off"]);
});

it("a folder whose making failed does not exist, and leaves nothing", () => {
  const folder = join(parent, "failed");
  const making = () => {
    throw new Error("no room");
  };
  expect(() => makeOnce(folder, making)).toThrow("no room");
  expect(readdirSync(parent)).not.toContain("failed");
  expect(readdirSync(parent).filter((name) => name.includes("making"))).toEqual([]);
});

it("of two processes that need a folder at once, one makes it, and both find it whole", async () => {
  const folder = join(parent, "two");
  const make = `append("begun "); wait(300); append("whole");`;
  const makers = [makeInProcess(folder, make), makeInProcess(folder, make)];
  const said = await Promise.all(makers.map(outputOf));
  expect(said).toEqual(["begun whole", "begun whole"]);
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("begun whole");
});

/** Another process that makes the folder with this code, and then prints the content of its file. */
function makeInProcess(folder: string, make: string): ChildProcess {
  const script = `
    import { appendFileSync, readFileSync } from "node:fs";
    import { makeOnce } from ${JSON.stringify(join(import.meta.dirname, "make-once.ts"))};
    const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    makeOnce(${JSON.stringify(folder)}, (making) => {
      const append = (text) => appendFileSync(making + "/file", text);
      ${make}
    });
    process.stdout.write(readFileSync(${JSON.stringify(join(folder, "file"))}, "utf8"));
  `;
  const words = ["--import", "tsx", "--input-type=module", "-e", script];
  return spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let said = "";
  child.stdout?.on("data", (part: Buffer) => (said += part.toString()));
  await once(child, "close");
  return said;
}
