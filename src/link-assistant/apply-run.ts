import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { tellPlanner } from "../kit/planner.ts";
import { isMassZero } from "../stock-sync/rules.ts";
import { fallsToZero } from "./effect/rules.ts";
import { countOthersWithStock, movesOf, proposedPairs, type Pair } from "./effect/store.ts";
import { asOurs, theirFacts } from "./facts-of.ts";
import { printOfOurs, printOfTheirs, type Theirs } from "./judge/rules.ts";
import { isApplicable, notReady, placeOf, runElsewhere, runOver, unknownRun } from "./run-states.ts";
import {
  lockRun,
  noteApplied,
  readItems,
  readRunRow,
  theseVariations,
  updateRun,
  type LinkItemRow,
  type LinkRunRow,
} from "./store.ts";
import { lockForLinks, writeLinks } from "./write-links.ts";

/** Why a link was not made. */
export const skips = [
  "notInRun",
  "changed",
  "variationGone",
  "productGone",
  "linkedAlready",
  "wouldFallToZero",
] as const;
type Skip = (typeof skips)[number];
export type Applied = { applied: number; skipped: { variationId: string; reason: Skip }[] };

/** Links per transaction: few enough that an order of the same goods hardly waits. */
const chunk = 500;

/**
 * B7: makes the links of a run: all certain ones, or those that a person chose. Both sides are checked again under
 * locks: links whose sides changed since the proposal are skipped, and so are products that got a link in the meantime.
 * Quantities that would fall to 0 in large numbers (P3) are skipped too, unless `takesZeros`. Throws a 409 if the
 * connection has another contract or store. An existing link counts as made. Each 500 are one transaction: after an
 * interruption, the next press continues there.
 */
export async function applyRun(
  ctx: Context,
  input: {
    merchantId: string;
    actor: string;
    id: string;
    what: { class: "certain" } | { links: Pair[] };
    takesZeros: boolean;
  },
): Promise<Applied> {
  const { merchantId, actor, id, what, takesZeros } = input;
  const run = await readRunRow(ctx.db, merchantId, id);
  if (run === null) throw unknownRun();
  if (run.state === "undone") throw runOver();
  if (!isApplicable(run.state)) throw notReady();
  const pairs = "links" in what ? what.links : await proposedPairs(ctx.db, merchantId, id, "certain");
  const falling = takesZeros ? new Set<string>() : await massFall(ctx, run, pairs);
  const isFalling = ({ variationId }: Pair) => falling.has(variationId);
  const answer: Applied = {
    applied: 0,
    skipped: pairs.filter(isFalling).map(({ variationId }) => ({ variationId, reason: "wouldFallToZero" })),
  };
  const left = pairs.filter((pair) => !isFalling(pair));
  const isByClass = !("links" in what);
  for (let at = 0; at < left.length; at += chunk) {
    const some = left.slice(at, at + chunk);
    const done = await transact(ctx.db, (tx) => applySome(tx, { merchantId, actor, id, isByClass }, some));
    answer.applied += done.applied;
    answer.skipped.push(...done.skipped);
    if (at === 0 && left.length >= 1_000) await tellPlanner(ctx.db, ["variations", "movements"], left.length);
  }
  await transact(ctx.db, async (tx) => {
    // If the run was undone after its last link was made, it stays undone.
    const now = await lockRun(tx, merchantId, id);
    if (now !== null && isApplicable(now.state))
      await updateRun(tx, merchantId, id, { state: "applied", isOver: true });
  });
  return answer;
}

/** P3: the variations that these links would set to 0 if that is too many at once; empty if they are few. */
async function massFall(
  ctx: Context,
  { merchantId, storeId }: LinkRunRow,
  pairs: Pair[],
): Promise<Set<string>> {
  const moves = await movesOf(ctx.db, merchantId, { storeId, pairs });
  const falling = moves.filter(fallsToZero).map(({ variationId }) => variationId);
  const own = moves.filter(({ stockManaged, quantity }) => stockManaged && (quantity ?? 0) > 0).length;
  const others = await countOthersWithStock(
    ctx.db,
    merchantId,
    moves.map(({ variationId }) => variationId),
  );
  return new Set(isMassZero(falling.length, own + others) ? falling : []);
}

type At = { merchantId: string; actor: string; id: string; isByClass: boolean };

async function applySome(tx: Tx, at: At, pairs: Pair[]): Promise<Applied> {
  const { merchantId, actor, id } = at;
  const run = await lockRun(tx, merchantId, id);
  if (run === null || !isApplicable(run.state)) throw runOver();
  if ((await placeOf(tx, run)) === null) throw runElsewhere();
  if (run.state === "proposed") await updateRun(tx, merchantId, id, { state: "applying" });
  const variationIds = pairs.map(({ variationId }) => variationId);
  const states = await lockForLinks(tx, merchantId, variationIds);
  const items = new Map(
    (await readItems(tx, merchantId, id, { variationIds })).map((item) => [item.variationId, item]),
  );
  const wanted = pairs.map(({ smaregiProductId }) => smaregiProductId);
  // All links of these products, beside those that are applied now.
  const here = await theseVariations(tx, merchantId, { variationIds, smaregiProductIds: wanted });
  const own = new Map(here.map((row) => [row.variationId, row]));
  const theirs = await theirFacts(tx, { merchantId, storeId: run.storeId, ours: here }, wanted);
  const byId = new Map(theirs.map((each) => [each.id, each]));

  const skipped: Applied["skipped"] = [];
  const taken = new Map<string, Pair>();
  const takenProducts = new Set<string>();
  let already = 0;
  for (const pair of pairs) {
    const row = own.get(pair.variationId);
    const verdict = judge(pair, {
      item: items.get(pair.variationId),
      ours: row === undefined ? undefined : asOurs(row),
      theirs: byId.get(pair.smaregiProductId),
      isByClass: at.isByClass,
      isTakenNow: takenProducts.has(pair.smaregiProductId),
    });
    if (verdict === "take") {
      taken.set(pair.variationId, pair);
      takenProducts.add(pair.smaregiProductId);
    } else if (verdict === "done") already += 1;
    else skipped.push({ variationId: pair.variationId, reason: verdict });
  }
  const steps = await writeLinks(tx, { merchantId, actor }, states, ({ id: variationId }) => {
    const pair = taken.get(variationId);
    return pair === undefined ? null : { smaregiProductId: pair.smaregiProductId };
  });
  await noteApplied(
    tx,
    merchantId,
    id,
    steps.map(({ id: variationId, before }) => ({
      variationId,
      smaregiProductId: taken.get(variationId)?.smaregiProductId ?? "",
      beforeLink: before?.smaregiProductId ?? null,
      beforeQuantity: before?.quantity ?? null,
    })),
  );
  return { applied: taken.size + already, skipped };
}

/** Decides whether a link may be made as it was proposed or chosen; `done`: it already exists. */
function judge(
  pair: Pair,
  now: {
    item: LinkItemRow | undefined;
    ours: ReturnType<typeof asOurs> | undefined;
    theirs: Theirs | undefined;
    isByClass: boolean;
    isTakenNow: boolean;
  },
): "take" | "done" | Skip {
  const { item, ours, theirs, isByClass, isTakenNow } = now;
  if (item === undefined) return "notInRun";
  if (ours === undefined) return "variationGone";
  if (item.state === "applied" && ours.smaregiProductId === pair.smaregiProductId) return "done";
  if (theirs === undefined) return "productGone";
  if (printOfOurs(ours) !== item.print) return "changed";
  const proposed = item.candidates.find((each) => each.smaregiProductId === pair.smaregiProductId);
  if (proposed !== undefined && proposed.print !== printOfTheirs(theirs)) return "changed";
  // Two variations of one product are a person's choice, and never linked by class.
  return isByClass && (theirs.linked > 0 || isTakenNow) ? "linkedAlready" : "take";
}
