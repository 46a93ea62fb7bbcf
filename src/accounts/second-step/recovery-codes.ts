import { randomBytes } from "node:crypto";
import type { Tx } from "../../kit/database.ts";
import { keyHash } from "../../kit/secrets.ts";
import { readCode, recoveryCodeOf, recoveryCodes } from "./rules.ts";
import { writeRecoveryCodes } from "./store.ts";

/** Makes an account's recovery codes and replaces all earlier ones; only their hashes are stored. */
export async function newRecoveryCodes(
  tx: Tx,
  of: { merchantId: string; accountId: string },
): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes.count }, () =>
    recoveryCodeOf(randomBytes(recoveryCodes.letters)),
  );
  const hashes = codes.map((code) => keyHash(readCode(code)?.code ?? code));
  await writeRecoveryCodes(tx, of, hashes);
  return codes;
}
