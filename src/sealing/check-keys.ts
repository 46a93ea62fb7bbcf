import type { Context } from "../context.ts";
import { missingKey } from "../kit/sealed.ts";
import { chooseFirstKey, countSealed, readSealingKey } from "./store.ts";

/**
 * At start: makes the first of the keys the one that seals if none was chosen yet. Throws if the key that seals was not
 * given. Logs which other keys of sealed secrets are missing.
 */
export async function checkKeys(ctx: Pick<Context, "db" | "sealingKeys" | "log">): Promise<void> {
  const { db, sealingKeys, log } = ctx;
  const [first] = sealingKeys.keys();
  if (first !== undefined) await chooseFirstKey(db, first);
  const keyId = await readSealingKey(db);
  if (keyId !== null && !sealingKeys.has(keyId)) {
    const lost =
      'If it is lost for good, "musubi key rotate" seals with the one that is given; what was sealed with the lost one has to be entered anew.';
    throw new Error(`${missingKey([keyId])} ${lost}`);
  }
  for (const [each, secrets] of await countSealed(db)) {
    if (each !== null && !sealingKeys.has(each))
      log.error({ key: each, secrets }, `secrets can't be opened: ${missingKey([each])}`);
  }
}
