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
 * Reads what was requested into the mirror, in the cheapest way. Notifications request reads, and so does a person's
 * press, which also works while the switch is off. A failure is recorded only in the mirror's own state (F1 names three
 * other calls).
 */
export async function readCatalog(ctx: Context, input: { merchantId: string }): Promise<void> {
  await readUnlessBusy(ctx, input);
}

/** The same; returns false and does nothing if another process is already reading. */
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
    // While it is off, nothing is tried again automatically: the person who pressed sees why it failed.
    const waitMs = Math.min(5_000 * 2 ** Math.min(catalog.attempts, 10), longestWaitMs);
    const again = place.enabled ? waitMs : "never";
    await noteProblem(ctx.db, catalog, { problem: failure.reason, again });
  };
  // Requests that come in the meantime are found by the look for due work.
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
      // First, so that Smaregi's clock is known when the window is requested.
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
    // What was read nevertheless is not requested again together with what failed.
    const told = asks.filter(({ id }) => !left.has(id));
    await dropAsks(ctx.db, merchantId, told);
    return failure;
  }
  const problem = missing === null ? null : JSON.stringify(missing);
  await transact(ctx.db, async (tx) => {
    await dropAsks(tx, merchantId, asks);
    // The others are read nevertheless; the reason why taxes or some products are unknown is shown.
    await noteRead(tx, catalog, {
      version,
      values: { problem, problemAt: problem === null ? null : ctx.clock() },
    });
  });
  return null;
}

/** `left`: the requested products that are not read yet; those that are read are removed from it. */
async function readSingles(ctx: Context, at: Mirroring, left: Set<string>): Promise<Failure | null> {
  const read = await readSingleProducts(ctx, at, left);
  for (const id of read.told) left.delete(id);
  return "failure" in read ? read.failure : null;
}

const minute = 60_000;

/**
 * Reads what changed since the last read. A window never shows deletions: products that Smaregi named but that are not
 * in it are read by their ID, or through the full list if they are many.
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
  // The missing part of the window is requested with the next one, which begins where this one did.
  if (lost !== undefined) return lost;
  // The window was read to its end: a product that was named in addition stays requested, but does not extend the next
  // window.
  await noteReadUntil(ctx.db, mirror, begun);
  return await readSingles(ctx, at, left);
}
