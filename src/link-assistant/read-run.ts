import type { Context } from "../context.ts";
import { pageOf, pageOfIds, readCursor, readIdCursor } from "../kit/pages.ts";
import { shownProduct, type ShownProduct } from "../smaregi-catalog/list-products.ts";
import { mirrored } from "../smaregi-catalog/mirror/store.ts";
import { knownTaxes } from "../smaregi-catalog/rules.ts";
import { readCatalogRow } from "../smaregi-catalog/store.ts";
import { changesOf, effectOf, quantityThen, type Effect } from "./effect/rules.ts";
import { movesOf, proposedPairs } from "./effect/store.ts";
import type { Candidate, Class } from "./rules.ts";
import { unknownRun } from "./run-states.ts";
import { nameChanges } from "../stock/changes/name-changes.ts";
import { pageOfItems, type ShownItemRow } from "./shown/store.ts";
import { countItems, listRunRows, readRunRow, type LinkRunRow } from "./store.ts";

/** A run as people see it: counts by class, and what one press on the certain ones would do. */
export type ShownRun = Omit<LinkRunRow, "merchantId" | "contractId" | "ruleVersion" | "variationIds"> & {
  counts: Record<Class, number>;
  applied: number;
  effect: Effect;
  quantities?: Awaited<ReturnType<typeof nameChanges>>;
};

async function shownRun(ctx: Context, run: LinkRunRow): Promise<ShownRun> {
  const { merchantId, contractId: _, ruleVersion: __, variationIds: ___, ...rest } = run;
  const counts: Record<Class, number> = { certain: 0, likely: 0, conflict: 0, none: 0 };
  let applied = 0;
  for (const row of await countItems(ctx.db, merchantId, run.id)) {
    counts[row.class] = row.count;
    applied += row.applied;
  }
  const pairs = await proposedPairs(ctx.db, merchantId, run.id, "certain");
  const moves = await movesOf(ctx.db, merchantId, { storeId: run.storeId, pairs });
  return { ...rest, counts, applied, effect: effectOf(moves) };
}

/**
 * One run, with the effect of its certain links on the quantities, some of them by name. Throws a 404 if there is none.
 */
export async function readRun(
  ctx: Context,
  { merchantId, id }: { merchantId: string; id: string },
): Promise<ShownRun> {
  const run = await readRunRow(ctx.db, merchantId, id);
  if (run === null) throw unknownRun();
  const shown = await shownRun(ctx, run);
  const pairs = await proposedPairs(ctx.db, merchantId, id, "certain");
  const moves = await movesOf(ctx.db, merchantId, { storeId: run.storeId, pairs });
  return { ...shown, quantities: await nameChanges(ctx.db, merchantId, changesOf(moves, pairs)) };
}

/** Past runs, newest first. */
export async function listRuns(
  ctx: Context,
  { merchantId, cursor, limit }: { merchantId: string; cursor?: string | undefined; limit: number },
) {
  const at = { before: readIdCursor(cursor), limit: limit + 1 };
  const page = pageOfIds(await listRunRows(ctx.db, merchantId, at), limit);
  return { ...page, items: await Promise.all(page.items.map((run) => shownRun(ctx, run))) };
}

/** A candidate with its product as it is in the mirror now; null: gone. */
type ShownCandidate = Omit<Candidate, "print"> & {
  product: ShownProduct | null;
  /** The quantity that the run read for its store; null: the store has no row of it. */
  quantity: number | null;
  quantityThen: number | null;
};

export type ShownItem = Omit<ShownItemRow, "candidates" | "nth"> & {
  candidates: ShownCandidate[];
  /** The quantity that the first candidate would set, or that the applied one set. */
  quantityThen: number | null;
};

/** A page of a run's proposals, each candidate with its product. */
export async function listItems(
  ctx: Context,
  input: {
    merchantId: string;
    id: string;
    class?: Class | undefined;
    state?: "proposed" | "applied" | "undone" | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: ShownItem[]; nextCursor: string | null }> {
  const { merchantId, id, limit } = input;
  const run = await readRunRow(ctx.db, merchantId, id);
  if (run === null) throw unknownRun();
  const at = {
    class: input.class ?? null,
    state: input.state ?? null,
    after: readCursor(input.cursor, "int"),
    limit: limit + 1,
  };
  const { items, nextCursor } = pageOf(
    await pageOfItems(ctx.db, merchantId, id, at),
    limit,
    ({ nth }) => nth,
  );
  return { items: await withProducts(ctx, run, items), nextCursor };
}

/** Adds the mirror's data of their candidates to items. */
async function withProducts(ctx: Context, run: LinkRunRow, items: ShownItemRow[]): Promise<ShownItem[]> {
  const { merchantId, storeId } = run;
  const catalog = await readCatalogRow(ctx.db, merchantId);
  const place = { taxes: knownTaxes(catalog), storeId };
  const ids = items.flatMap(({ candidates }) => candidates.map((each) => each.smaregiProductId));
  const rows = await mirrored(ctx.db, merchantId, [...new Set(ids)]);
  const products = new Map(rows.map((row) => [row.smaregiProductId, shownProduct(row, place)]));
  return items.map((item) => {
    const { nth: _, ...rest } = item;
    const candidates = item.candidates.map(({ print: __, ...candidate }): ShownCandidate => {
      const product = products.get(candidate.smaregiProductId) ?? null;
      const quantity = product?.quantity ?? null;
      const then = quantityThen({ stockManaged: item.stockManaged, amount: quantity });
      return { ...candidate, product, quantity, quantityThen: then };
    });
    const meant = rest.smaregiProductId ?? candidates[0]?.smaregiProductId;
    const first = candidates.find(({ smaregiProductId }) => smaregiProductId === meant);
    return { ...rest, candidates, quantityThen: first?.quantityThen ?? null };
  });
}
