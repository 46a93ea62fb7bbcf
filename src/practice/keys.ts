import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The key that encrypts credentials in practice mode: made once, and kept in `DATA_DIR/secret-key`, readable by us alone. */
export async function openSecretKey(dataDir: string): Promise<Buffer> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, "secret-key");
  try {
    const made = await open(file, "wx", 0o600);
    await made.writeFile(randomBytes(32).toString("base64"));
    await made.sync();
    await made.close();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const key = Buffer.from(await readFile(file, "utf8"), "base64");
  if (key.length === 32) return key;
  throw new Error(
    `${file} does not hold a key of 32 bytes in base64. Put the right one back, or delete it where nothing is encrypted yet.`,
  );
}
