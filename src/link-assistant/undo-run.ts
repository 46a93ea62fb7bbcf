import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { isApplicable, runOver, unknownRun } from "./run-states.ts";
import { lockRun, noteUndone, readItems, updateRun, type LinkItemRow } from "./store.ts";
import { touchedSince, type Touch } from "./touched/store.ts";
import { lockForLinks, writeLinks } from "./write-links.ts";

/** Why a link was kept. */
export const keeps = ["ordered", "soldAtTill", "editedByHand", "linkedSince", "variationGone"] as const;
type Keep = (typeof keeps)[number];
export type Undone = { applied: number; skipped: { variationId: string; reason: Keep }[] };

const chunk = 500;

/**
 * B7: undoes a run: restores each former link and quantity through the same ledger, if no order, no manual edit and no
 * sale at the till changed it since. The others are kept, and listed with the reason.
 */
export async function undoRun(
  ctx: Context,
  input: { merchantId: string; actor: string; id: string },
): Promise<Undone> {
  const { merchantId, id } = input;
  await transact(ctx.db, async (tx) => {
    const run = await lockRun(tx, merchantId, id);
    if (run === null) throw unknownRun();
    if (run.state !== "undone" && !isApplicable(run.state)) throw runOver();
    // First, so that nothing more of the run is applied after what is undone here.
    await updateRun(tx, merchantId, id, { state: "undone", isOver: true });
  });
  const items = await readItems(ctx.db, merchantId, id, { state: "applied" });
  const answer: Undone = { applied: 0, skipped: [] };
  for (let at = 0; at < items.length; at += chunk) {
    const some = items.slice(at, at + chunk).map(({ variationId }) => variationId);
    const done = await transact(ctx.db, (tx) => undoSome(tx, input, some));
    answer.applied += done.applied;
    answer.skipped.push(...done.skipped);
  }
  return answer;
}

async function undoSome(
  tx: Tx,
  { merchantId, actor, id }: { merchantId: string; actor: string; id: string },
  variationIds: string[],
): Promise<Undone> {
  if ((await lockRun(tx, merchantId, id)) === null) throw unknownRun();
  const states = await lockForLinks(tx, merchantId, variationIds);
  const present = new Map(states.flatMap(({ rows }) => rows).map((row) => [row.id, row]));
  const touched = await touchedSince(tx, merchantId, id, variationIds);
  const items = await readItems(tx, merchantId, id, { variationIds });
  const back = new Map<string, LinkItemRow>();
  const skipped: Undone["skipped"] = [];
  for (const item of items.filter(({ state }) => state === "applied")) {
    const why = whyKept(item, present.get(item.variationId), touched.get(item.variationId));
    if (why === null) back.set(item.variationId, item);
    else skipped.push({ variationId: item.variationId, reason: why });
  }
  // A variation that had another link before is synced with that one again.
  await writeLinks(tx, { merchantId, actor }, states, (row) => {
    const item = back.get(row.id);
    if (item === undefined) return null;
    const quantity = item.beforeLink === null && row.stockManaged ? { quantity: item.beforeQuantity } : {};
    return { smaregiProductId: item.beforeLink, ...quantity };
  });
  await noteUndone(tx, merchantId, id, [...back.keys()]);
  return { applied: back.size, skipped };
}

function whyKept(
  item: LinkItemRow,
  row: { smaregiProductId: string | null } | undefined,
  touch: Touch | undefined,
): Keep | null {
  if (row === undefined) return "variationGone";
  if (row.smaregiProductId !== item.smaregiProductId) return "linkedSince";
  return touch ?? null;
}
