import type { Context } from "../context.ts";
import type { Db } from "../kit/database.ts";
import { missingKey, sealWith, type Place } from "../kit/sealed.ts";
import { holdSealingKey } from "./store.ts";

/**
 * Seals a secret for its place, with the current key. If it runs in the transaction that writes the secret, a change of
 * the key waits for that transaction. Throws if this process was not given that key.
 */
export async function seal(
  tx: Db,
  { sealingKeys }: Pick<Context, "sealingKeys">,
  place: Place,
  secret: string,
): Promise<Buffer> {
  const keyId = (await holdSealingKey(tx)) ?? [...sealingKeys.keys()][0];
  const key = sealingKeys.get(keyId ?? "");
  if (key === undefined) {
    throw new Error(
      keyId === undefined ? "MUSUBI_SECRET_KEY is missing: nothing can be sealed." : missingKey([keyId]),
    );
  }
  return sealWith(key, place, secret);
}
