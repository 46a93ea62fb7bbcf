import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { openLines } from "./log-lines.ts";

it("lines that nobody takes now are kept in their order, and written when there is room; what is too much is dropped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "musubi-lines-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  // Opened so that a write is refused, as on a full disk, instead of waiting.
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  const filling = Buffer.alloc(4_096, ".");
  let full = 0;
  try {
    for (;;) full += writeSync(fd, filling);
  } catch (error) {
    expect(error).toMatchObject({ code: "EAGAIN" });
  }
  const lines = openLines(fd);
  lines.write("一\n");
  lines.write("二\n");
  lines.write("x".repeat(5_000_000));
  lines.write("三\n");
  const taken = Buffer.alloc(filling.length);
  for (let read = 0; read < full;) read += readSync(fd, taken);
  let said = "";
  while (!said.includes("三")) {
    try {
      said += taken.toString("utf8", 0, readSync(fd, taken));
    } catch (error) {
      expect(error).toMatchObject({ code: "EAGAIN" });
      await delay(20);
    }
  }
  expect(said).toBe("一\n二\n三\n");
});
