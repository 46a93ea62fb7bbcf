import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { alone } from "../kit/alone.ts";
import { transact } from "../kit/database.ts";
import { mayCall } from "../place/rules.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { smaregiAheadMs } from "../smaregi/ahead.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Failure } from "../smaregi/types.ts";
import { putProducts } from "./mirror/store.ts";
import {
  asMirrored,
  askProductPage,
  mirrorGone,
  readAllProducts,
  readSingleProducts,
  type Mirroring,
} from "./read-pages.ts";
import { readTaxes } from "./read-taxes.ts";
import { longestWaitMs, mostSingles, planCatalogRead } from "./rules.ts";
import {
  askedProducts,
  catalogPlace,
  dropAsks,
  dropCatalog,
  noteProblem,
  noteRead,
  noteReadUntil,
  readCatalogRow,
  type CatalogRow,
  type Mirror,
} from "./store.ts";

/**
 * Reads into the mirror what is asked for, in the cheapest way: by notifications, or by a person's press, which reads
 * while the switch is off as well. A failure stands in the mirror's own state, and nowhere else (F1 names three other calls).
 */
export async function readCatalog(ctx: Context, input: { merchantId: string }): Promise<void> {
  await readUnlessBusy(ctx, input);
}

/** The same; returns false, and does nothing, where somebody else is at it. */
export async function readUnlessBusy(ctx: Context, input: { merchantId: string }): Promise<boolean> {
  const { merchantId } = input;
  let isMine = false;
  const work = async () => {
    isMine = true;
    const catalog = await readCatalogRow(ctx.db, merchantId);
    const place = await catalogPlace(ctx.db, merchantId);
    if (catalog === null) return;
    if (place === null || place.contractId !== catalog.contractId) {
      return await dropCatalog(ctx.db, merchantId, place?.contractId ?? null);
    }
    if (place.standing === "ended" || !place.isProven) return;
    if (!(catalog.byPerson || (place.enabled && mayCall(place)))) return;
    const account = accountOf(ctx, { merchantId, ...place });
    const failure = account === null ? noAccount : await read(ctx, { merchantId, account }, catalog);
    if (failure === null) return;
    // Off, nobody tries again by itself: who pressed sees why it did not go through.
    const waitMs = Math.min(5_000 * 2 ** Math.min(catalog.attempts, 10), longestWaitMs);
    const again = place.enabled ? waitMs : "never";
    await noteProblem(ctx.db, catalog, { problem: failure.reason, again });
  };
  // What is asked for meanwhile is found by the look for due work.
  await alone(ctx.pool, `readCatalog:${merchantId}`, work, async () => false);
  return isMine;
}

async function read(ctx: Context, at: Mirroring, catalog: CatalogRow): Promise<Failure | null> {
  const { merchantId } = at;
  const { version, acceptsGone } = catalog;
  const asks = await askedProducts(ctx.db, merchantId);
  const left = new Set(asks.map(({ id }) => id));
  const plan = planCatalogRead(catalog, [...left], ctx.clock());
  let failure: Failure | null = null;
  let missing: Fact | null = null;
  switch (plan.way) {
    case "nothing":
      break;
    case "singles":
      failure = await readSingles(ctx, at, left);
      break;
    case "changes":
      // First, so that Smaregi's clock is known when the window is asked for.
      missing = (await readTaxes(ctx, at))?.reason ?? null;
      failure = await readChanges(ctx, at, { mirror: catalog, from: plan.from, left });
      break;
    case "full": {
      missing = (await readTaxes(ctx, at))?.reason ?? null;
      const full = await readAllProducts(ctx, at, { acceptsGone });
      if ("failure" in full) failure = full.failure;
      else missing ??= full.lost;
      break;
    }
    default:
      return plan satisfies never;
  }
  if (failure !== null) {
    // What was read all the same is not asked for again with what failed.
    const told = asks.filter(({ id }) => !left.has(id));
    await dropAsks(ctx.db, merchantId, told);
    return failure;
  }
  const problem = missing === null ? null : JSON.stringify(missing);
  await transact(ctx.db, async (tx) => {
    await dropAsks(tx, merchantId, asks);
    // The others are read all the same; why taxes or some products can't be told is shown.
    await noteRead(tx, catalog, {
      version,
      values: { problem, problemAt: problem === null ? null : ctx.clock() },
    });
  });
  return null;
}

/** `left`: what is asked for and not read yet; it loses what is. */
async function readSingles(ctx: Context, at: Mirroring, left: Set<string>): Promise<Failure | null> {
  const read = await readSingleProducts(ctx, at, left);
  for (const id of read.told) left.delete(id);
  return "failure" in read ? read.failure : null;
}

const minute = 60_000;

/**
 * Reads what changed since. A window never tells what was deleted: products that Smaregi told of and that are not in it are
 * asked for by their ID, or, where they are many, by the full list.
 */
async function readChanges(
  ctx: Context,
  at: Mirroring,
  { mirror, from, left }: { mirror: Mirror; from: Date; left: Set<string> },
): Promise<Failure | null> {
  const begun = ctx.clock();
  const aheadMs = await smaregiAheadMs(ctx.smaregi, at.account, ctx.clock);
  if (typeof aheadMs !== "number") return aheadMs;
  const window = {
    updatedFrom: new Date(from.getTime() + aheadMs),
    updatedTo: new Date(begun.getTime() + aheadMs + minute),
  };
  let lost: Failure | undefined;
  for await (const listed of readList(askProductPage(ctx, at.account, window))) {
    if (listed.kind === "end") break;
    if (listed.kind === "givenUp") return endless;
    if (listed.kind !== "found") return listed;
    const rows = listed.products.map(asMirrored);
    if (!(await transact(ctx.db, (tx) => putProducts(tx, mirror, rows)))) return mirrorGone;
    for (const row of rows) left.delete(row.smaregiProductId);
    lost ??= listed.lost;
  }
  if (left.size > mostSingles) {
    const full = await readAllProducts(ctx, at);
    return "failure" in full ? full.failure : null;
  }
  // What is missing of the window is asked for with the next one, which begins where this one did.
  if (lost !== undefined) return lost;
  // The window was read to its end: a product that is told of beside it stays asked for, and the window grows by none of it.
  await noteReadUntil(ctx.db, mirror, begun);
  return await readSingles(ctx, at, left);
}
