import type { Context } from "../context.ts";
import { sealWith, sealedColumns, unseal, type SealedColumn, type Place } from "../kit/sealed.ts";
import { chooseSealingKey, countSealed, readSealingKey, replaceSealed, sealedOtherwise } from "./store.ts";

type With = Pick<Context, "db" | "sealingKeys">;

/** The number of secrets that are read at once; each is written separately. */
const step = 50;

/** How many secrets each key seals. `former`: in the earlier form, which names no key. */
export type Sealing = {
  sealsWith: string | null;
  keys: { key: string; secrets: number; given: boolean; state: "seals" | "opens" | "retired" | "missing" }[];
  former: number;
};

/**
 * Makes the newest key (the last of MUSUBI_SECRET_KEY) the one that seals, and seals all other secrets again with it,
 * one after the other, while the product runs: every process must know both keys before. If it is killed in between,
 * nothing becomes unreadable; the next run continues with the rest. A secret that cannot be opened stays as it is, and
 * its key is reported.
 */
export async function rotateKeys(ctx: With): Promise<Sealing & { sealedAnew: number; unreadable: string[] }> {
  const newest = [...ctx.sealingKeys].at(-1);
  if (newest === undefined)
    throw new Error(
      "MUSUBI_SECRET_KEY is missing: the keys, the newest behind the others, with commas between.",
    );
  const [keyId, key] = newest;
  await chooseSealingKey(ctx.db, keyId);
  const unreadable: string[] = [];
  let sealedAnew = 0;
  for (const column of Object.keys(sealedColumns) as SealedColumn[]) {
    const done = await sealColumn(ctx, column, { keyId, key });
    sealedAnew += done.sealedAnew;
    unreadable.push(...done.unreadable);
  }
  return { ...(await readSealing(ctx)), sealedAnew, unreadable };
}

async function sealColumn(ctx: With, column: SealedColumn, { keyId, key }: { keyId: string; key: Buffer }) {
  const unreadable: string[] = [];
  let sealedAnew = 0;
  for (let after: Place | null = null; ;) {
    const rows = await sealedOtherwise(ctx.db, column, { keyId, after, limit: step });
    for (const row of rows) {
      let secret: string;
      try {
        secret = unseal(ctx.sealingKeys, row.place, row.bytes);
      } catch (error) {
        const { merchantId, id = "" } = row.place;
        unreadable.push(`${merchantId} ${id} ${(error as Error).message}`);
        continue;
      }
      // If someone saved a new value in the meantime, it is already sealed with the new key.
      if (await replaceSealed(ctx.db, row, sealWith(key, row.place, secret))) sealedAnew += 1;
    }
    after = rows.at(-1)?.place ?? null;
    if (after === null) return { sealedAnew, unreadable };
  }
}

/**
 * The key that seals, and how many secrets each key seals. A given key that seals nothing is retired: it may be
 * removed.
 */
export async function readSealing({ db, sealingKeys }: With): Promise<Sealing> {
  const sealsWith = await readSealingKey(db);
  const counts = await countSealed(db);
  const former = counts.get(null) ?? 0;
  const newest = [...sealingKeys.keys()].at(-1);
  const ids = new Set([...sealingKeys.keys(), ...counts.keys(), sealsWith].filter((each) => each !== null));
  const keys = [...ids].map((key) => {
    const secrets = counts.get(key) ?? 0;
    const given = sealingKeys.has(key);
    // The newest will seal next.
    const isNeeded = secrets > 0 || former > 0 || key === newest;
    const state = !given
      ? ("missing" as const)
      : key === sealsWith
        ? ("seals" as const)
        : isNeeded
          ? ("opens" as const)
          : ("retired" as const);
    return { key, secrets, given, state };
  });
  return { sealsWith, keys, former };
}
