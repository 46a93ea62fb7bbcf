import { mkdtemp, readdir, readFile } from "node:fs/promises";
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

const answers = (url: string) =>
  fetch(`${url}/_sandbox/switches`).then(
    ({ ok }) => ok,
    () => false,
  );

describe("the local Smaregi of the practice mode", () => {
  it("B11: is started again where it was when it is killed, with all that it knew; and not once it was stopped", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "musubi-local-")), "state.json");
    const warned: string[] = [];
    const local = await startLocalSmaregi({ port: 0, file, warn: (line) => warned.push(line) });
    try {
      const stock = `${local.url}/_sandbox/contracts/sb_musubi/stock`;
      const changes = [{ productId: "8000001", storeId: "1", stockAmount: 76543 }];
      const changed = await fetch(stock, { method: "POST", body: JSON.stringify({ changes }) });
      expect(changed.ok).toBe(true);
      // What happened in the last tenth of a second may be lost by a kill.
      await until("it is written", async () => (await readFile(file, "utf8")).includes("76543"));
      for (let times = 1; times <= 2; times += 1) {
        const [first, ...others] = await processesWith(`SANDBOX_FILE=${file}`);
        expect([typeof first, others]).toEqual(["number", []]);
        process.kill(first as number, "SIGKILL");
        await until(
          "the next one answers",
          async () => warned.length === times && (await answers(local.url)),
        );
      }
      const rows = (await (await fetch(stock)).json()) as { productId: string; storeId: string }[];
      const row = rows.find(({ productId, storeId }) => productId === "8000001" && storeId === "1");
      expect(row).toMatchObject({ stockAmount: "76543" });
      expect(warned).toEqual(Array(2).fill("The local Smaregi ended (SIGKILL) and is started again."));
    } finally {
      await local.stop();
    }
    expect(await processesWith(`SANDBOX_FILE=${file}`)).toEqual([]);
    expect(warned).toHaveLength(2);
  });
});
