import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sealingKeysOf, type SealingKeys } from "../kit/sealed.ts";

const fileOf = (dataDir: string) => join(dataDir, "secret-key");
const isError = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;

/**
 * Returns the keys that encrypt credentials in practice mode, the newest last. The first is made once. They are in
 * `DATA_DIR/secret-key`, one per line, and only we can read that file.
 */
export async function openKeyFile(dataDir: string): Promise<SealingKeys> {
  await mkdir(dataDir, { recursive: true });
  try {
    const made = await open(fileOf(dataDir), "wx", 0o600);
    await made.writeFile(randomBytes(32).toString("base64"));
    await made.sync();
    await made.close();
  } catch (error) {
    if (!isError(error, "EEXIST")) throw error;
  }
  return (await readKeyFile(dataDir)) ?? sealingKeysOf([]);
}

/** Returns the keys of practice mode's file; null if there is no file. Throws if a line is not a key. */
export async function readKeyFile(dataDir: string): Promise<SealingKeys | null> {
  const text = await readFile(fileOf(dataDir), "utf8").catch((error: unknown) => {
    if (isError(error, "ENOENT")) return null;
    throw error;
  });
  if (text === null) return null;
  const keys = text
    .trim()
    .split(/[\s,]+/)
    .map((line) => Buffer.from(line, "base64"));
  if (keys.every((key) => key.length === 32)) return sealingKeysOf(keys);
  throw new Error(
    `${fileOf(dataDir)} does not hold keys of 32 bytes in base64, one a line. Put the right one back, or delete it where nothing is encrypted yet.`,
  );
}
