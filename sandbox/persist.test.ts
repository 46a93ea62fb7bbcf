import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until, type Json } from "./ground.fixture.ts";
import { startSandbox } from "./start.ts";

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  file = join(folder, "state", "smaregi.json");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const ask = async (url: string, method: string, path: string, body?: object): Promise<Json> => {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  return (await fetch(`${url}/_sandbox${path}`, { method, ...init })).json();
};
const at = "/contracts/sb_musubi";
const four = { storeId: "1", terminalId: "1", lines: [{ productId: "8000001", quantity: 4 }] };
const stockOf = async (url: string, productId: string): Promise<string> =>
  (await ask(url, "GET", `${at}/stock`)).find((row: Json) => row.productId === productId).stockAmount;

/** Runs `sandbox/main.ts` as a separate process; returns its address once it has printed it. */
async function run(
  env: Record<string, string>,
): Promise<{ child: ChildProcess; url: string; said: string[]; complaints: string[] }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "main.ts")], {
    env: { ...process.env, SANDBOX_PORT: "0", ...env },
    stdio: "pipe",
  });
  children.push(child);
  const said: string[] = [];
  const complaints: string[] = [];
  child.stderr.on("data", (part: Buffer) => complaints.push(part.toString()));
  createInterface({ input: child.stdout }).on("line", (line) => said.push(line));
  await until("it says its address", () => said.length >= 2 || child.exitCode !== null);
  return { child, url: said[0] === undefined ? "" : JSON.parse(said[0]).sandbox, said, complaints };
}

describe("the state file", () => {
  it("keeps contracts, stock, books, numbers and the webhook over a restart", async () => {
    const first = await startSandbox({ file, seed: true });
    const url = "http://127.0.0.1:9/hook";
    await ask(first.url, "PUT", "/webhook", { url, headerName: "X-A", headerValue: "b" });
    await ask(first.url, "POST", `${at}/products`, [{ productId: "5", productName: "新商品" }]);
    await ask(first.url, "POST", `${at}/sales`, four);
    await ask(first.url, "POST", `${at}/sales`, four);
    await ask(first.url, "POST", `${at}/transactions/1/cancel`);
    await ask(first.url, "PATCH", `/switches?contractId=sb_musubi`, { maintenance: "hang" });
    await first.close();
    const second = await startSandbox({ file, seed: true });
    expect(await ask(second.url, "GET", `${at}/transactions`)).toMatchObject([
      { total: "5184", cancelDivision: "1", details: [{ productId: "8000001", quantity: "4" }] },
      { total: "5184", cancelDivision: "0" },
    ]);
    expect(await stockOf(second.url, "8000001")).toBe("20");
    const { products, categories, switches } = await ask(second.url, "GET", at);
    expect(products.at(-1)).toMatchObject({ productId: "5", productName: "新商品" });
    expect(categories).toContainEqual(expect.objectContaining({ categoryId: "3", categoryName: "うつわ" }));
    expect(switches).toEqual({});
    expect(await ask(second.url, "GET", "/webhook")).toMatchObject({ webhook: { headerValue: "b" } });
    expect(await ask(second.url, "POST", `${at}/sales`, four)).toMatchObject({
      transactionHeadId: "3",
      terminalTranId: "3",
    });
    await second.close();
  });

  it("grows by what changed, not by the whole", async () => {
    const sandbox = await startSandbox({ file, seed: true });
    await ask(sandbox.url, "POST", `${at}/sales`, four);
    const size = async () => (await stat(file)).size;
    await until("it is written", async () => (await readFile(file, "utf8")).includes('"transactions":[{'));
    const before = await size();
    await ask(sandbox.url, "POST", `${at}/sales`, four);
    await until("it grows", async () => (await size()) > before);
    await sandbox.close();
    expect((await size()) - before).toBeLessThan(5_000);
  });

  it("is read up to a line that a kill tore, and goes on", async () => {
    const first = await startSandbox({ file, seed: true });
    await ask(first.url, "POST", `${at}/sales`, four);
    await first.close();
    await appendFile(file, '{"of":"sb_musubi","chan');
    const second = await startSandbox({ file });
    expect(await stockOf(second.url, "8000001")).toBe("20");
    await ask(second.url, "POST", `${at}/sales`, four);
    await second.close();
    const third = await startSandbox({ file });
    expect(await stockOf(third.url, "8000001")).toBe("16");
    await third.close();
  });

  it("that is not ours is refused in words", async () => {
    const strange = join(folder, "strange.json");
    await writeFile(strange, "hello\nworld\n");
    await expect(startSandbox({ file: strange })).rejects.toThrow(/line 1/);
  });
});

describe("the process", () => {
  it("says its address in JSON and in words, loses nothing by SIGTERM, and at most the last moment by kill -9", async () => {
    const first = await run({ SANDBOX_FILE: file });
    expect(first.said[1]).toContain(`${first.url}/till`);
    await ask(first.url, "POST", `${at}/sales`, four);
    // Waits for the end of the line: a file that is being written may be read in part, and a kill tears the line there.
    await until("it is written", async () => /"changes":\[\{.*\n$/.test(await readFile(file, "utf8")));
    first.child.kill("SIGKILL");
    const second = await run({ SANDBOX_FILE: file });
    expect(await stockOf(second.url, "8000001")).toBe("20");
    await ask(second.url, "POST", `${at}/sales`, four);
    second.child.kill("SIGTERM");
    await until("it has ended", () => second.child.exitCode !== null);
    expect(second.child.exitCode).toBe(0);
    const third = await startSandbox({ file });
    expect(await stockOf(third.url, "8000001")).toBe("16");
    await third.close();
  });

  it.runIf(process.platform === "linux")(
    "goes on beside a full disk, and writes what waits when there is room",
    async () => {
      const first = await run({ SANDBOX_FILE: file });
      const limit = (bytes: number | "unlimited") =>
        execFileSync("prlimit", ["--pid", String(first.child.pid), `--fsize=${bytes}:unlimited`]);
      // The limit leaves room for the first letters of a line.
      limit((await stat(file)).size + 10);
      await ask(first.url, "POST", `${at}/sales`, four);
      await until("it was refused", () => first.complaints.join("").includes("EFBIG"));
      expect(await stockOf(first.url, "8000001")).toBe("20");
      limit("unlimited");
      await ask(first.url, "POST", `${at}/sales`, four);
      await until("it is written", async () =>
        /("changes":\[\{[^]*){2}\n$/.test(await readFile(file, "utf8")),
      );
      first.child.kill("SIGTERM");
      await until("it has ended", () => first.child.exitCode !== null);
      const second = await startSandbox({ file });
      expect(await stockOf(second.url, "8000001")).toBe("16");
      await second.close();
    },
  );

  it("takes another port where its own is taken, or ends where it must not", async () => {
    const holder = await startSandbox();
    const port = { SANDBOX_PORT: String(holder.port) };
    const other = await run(port);
    expect(other.url).not.toBe(holder.url);
    const strict = await run({ ...port, SANDBOX_PORT_STRICT: "1" });
    expect([strict.said, strict.child.exitCode]).toEqual([[], 1]);
    await holder.close();
  });

  it("ends when its parent does, where it is told to", async () => {
    const { child } = await run({ SANDBOX_EXIT_WITH_STDIN: "1" });
    child.stdin?.end();
    await until("it has ended", () => child.exitCode !== null);
    expect(child.exitCode).toBe(0);
  });

  it("ends without a word where whoever started it is gone before it stands", async () => {
    const env = { ...process.env, SANDBOX_PORT: "0", SANDBOX_EXIT_WITH_STDIN: "1" };
    const main = join(import.meta.dirname, "main.ts");
    const child = spawn(process.execPath, ["--import", "tsx", main], { env, stdio: "pipe" });
    children.push(child);
    let complaints = "";
    child.stderr.on("data", (part: Buffer) => (complaints += part.toString()));
    child.stdout.destroy();
    child.stdin.end();
    await until("it has ended", () => child.exitCode !== null);
    expect([child.exitCode, complaints]).toEqual([0, ""]);
  });
});
