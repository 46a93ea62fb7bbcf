import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../../test/support/wait.ts";
import { startLocalSmaregi } from "./local-smaregi.ts";

/** The processes that were started with this text in their environment. */
async function processesWith(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
    if (environment.includes(text)) found.push(Number(name));
  }
  return found;
}

/** Listens at this port as soon as it is free. */
const listenAt = (port: number): Promise<Server> =>
  until(
    "the port is free",
    () =>
      new Promise<Server>((done, fail) => {
        const server = createServer().once("error", fail);
        server.listen(port, "127.0.0.1", () => done(server));
      }),
  );

const answers = (url: string) =>
  fetch(`${url}/_sandbox/switches`).then(
    ({ ok }) => ok,
    () => false,
  );

describe("the local Smaregi of the practice mode", () => {
  it("B11: is started again where it was when it is killed, with all that it knew; and not once it was stopped", async () => {
    const folder = await mkdtemp(join(tmpdir(), "musubi-local-"));
    const file = join(folder, "state.json");
    const warned: string[] = [];
    const local = await startLocalSmaregi({ port: 0, file, warn: (line) => warned.push(line) });
    try {
      const stock = `${local.url}/_sandbox/contracts/sb_musubi/stock`;
      const changes = [{ productId: "8000001", storeId: "1", stockAmount: 76543 }];
      const changed = await fetch(stock, { method: "POST", body: JSON.stringify({ changes }) });
      expect(changed.ok).toBe(true);
      // A kill may lose what happened in the last tenth of a second.
      await until("it is written", async () => (await readFile(file, "utf8")).includes("76543"));
      const kill = async () => {
        const [first, ...others] = await processesWith(`SANDBOX_FILE=${file}`);
        expect([typeof first, others]).toEqual(["number", []]);
        process.kill(first as number, "SIGKILL");
      };
      await kill();
      await until("the next one answers", async () => warned.length === 1 && (await answers(local.url)));
      // Its port is taken at first. It waits, because no one would find it at another port.
      await kill();
      const other = await listenAt(Number(new URL(local.url).port));
      await until("it could not start", async () => warned.length >= 3);
      await new Promise((done) => other.close(done));
      await until("the one after it answers", () => answers(local.url));
      const rows = (await (await fetch(stock)).json()) as { productId: string; storeId: string }[];
      const row = rows.find(({ productId, storeId }) => productId === "8000001" && storeId === "1");
      expect(row).toMatchObject({ stockAmount: "76543" });
      const again = "The local Smaregi ended (SIGKILL) and is started again.";
      const failed = "The local Smaregi ended at its start (exit code 1)";
      expect(warned.filter((line) => line !== failed)).toEqual([again, again]);
      expect(warned.slice(0, 3)).toEqual([again, again, failed]);
    } finally {
      await local.stop();
      await rm(folder, { recursive: true, force: true });
    }
    expect(await processesWith(`SANDBOX_FILE=${file}`)).toEqual([]);
    expect(await answers(local.url)).toBe(false);
  });
});
