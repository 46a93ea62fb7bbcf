import { setImmediate as breathe, setTimeout } from "node:timers/promises";
import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { drainAlone } from "../kit/alone.ts";
import { transact, type Tx } from "../kit/database.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { inParts } from "../smaregi/in-parts.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Account } from "../smaregi/types.ts";
import { putStock } from "../smaregi-catalog/mirror/store.ts";
import { readUnlessBusy } from "../smaregi-catalog/read-catalog.ts";
import { askForCatalog, openCatalog, readCatalogRow, type Mirror } from "../smaregi-catalog/store.ts";
import { asOurs, theirFacts } from "./facts-of.ts";
import { printOfOurs } from "./judge/rules.ts";
import { layOut, match, settle, type Match } from "./rules.ts";
import { placeChanged, placeOf } from "./run-states.ts";
import { addItems, allVariations, dropItems, lockRun, nextRun, updateRun, type LinkRunRow } from "./store.ts";

/** Rows that are matched, or written, before other work gets a turn. */
const slice = 500;

/**
 * Matches the merchant's runs, oldest first: updates the mirror, reads the store's stock once by pages, and writes the
 * proposals. A run that was interrupted starts again from the beginning.
 */
export async function matchLinks(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const next = () => nextRun(ctx.db, merchantId);
  await drainAlone(ctx, `matchLinks:${merchantId}`, next, (run) => matchRun(ctx, run));
}

async function matchRun(ctx: Context, run: LinkRunRow): Promise<void> {
  const { merchantId, id } = run;
  const fail = (why: Fact) =>
    whileOpen(ctx, run, (tx) =>
      updateRun(tx, merchantId, id, { state: "failed", reason: why, isOver: true }),
    );
  await whileOpen(ctx, run, (tx) => updateRun(tx, merchantId, id, { state: "matching", matched: 0 }));
  const reason = await readBothLists(ctx, run);
  // It starts again at the next start of the process.
  if (reason === "stopping") return;
  if (reason !== null) return await fail(reason);
  const all = await allVariations(ctx.db, merchantId);
  const theirs = await theirFacts(ctx.db, { merchantId, storeId: run.storeId, ours: all });
  if ((await placeOf(ctx.db, run)) === null) return await fail(placeChanged);
  const named = run.variationIds === null ? null : new Set(run.variationIds);
  const ours = all.map(asOurs);
  const wanted = ours.filter(({ variationId, smaregiProductId }) =>
    named === null ? smaregiProductId === null : named.has(variationId),
  );
  await updateRun(ctx.db, merchantId, id, { total: wanted.length });
  const field = layOut(ours, theirs);
  const found: Match[] = [];
  for (let at = 0; at < wanted.length; at += slice) {
    found.push(...wanted.slice(at, at + slice).map((each) => match(each, field)));
    await updateRun(ctx.db, merchantId, id, { matched: found.length });
    await breathe();
  }
  const items = settle(found).map((each, nth) => {
    const own = wanted[nth];
    return { ...each, nth, print: own === undefined ? "" : printOfOurs(own) };
  });
  await whileOpen(ctx, run, async (tx) => {
    await dropItems(tx, merchantId, id);
    for (let at = 0; at < items.length; at += slice) {
      await addItems(tx, merchantId, id, items.slice(at, at + slice));
    }
    await updateRun(tx, merchantId, id, { state: "proposed", isOver: true });
  });
}

/**
 * Runs `work` on a locked run while it still has to be matched. So a process that lost its lock with the connection,
 * and does not know it yet, cannot overwrite what another process proposed or a person applied.
 */
async function whileOpen(
  ctx: Context,
  { merchantId, id }: LinkRunRow,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const state = (await lockRun(tx, merchantId, id))?.state;
    if (state === "waiting" || state === "matching") await work(tx);
  });
}

/** How often to check whether another process has finished with the mirror, in ms. */
const lookAgainMs = 300;

/** Reads Smaregi's current products and the store's stock; returns a fact if they could not be read. */
async function readBothLists(ctx: Context, run: LinkRunRow): Promise<Fact | "stopping" | null> {
  const { merchantId, contractId } = run;
  const place = await placeOf(ctx.db, run);
  if (place === null) return placeChanged;
  const account = accountOf(ctx, { merchantId: run.merchantId, ...place });
  if (account === null) return noAccount.reason;
  const mirror = await transact(ctx.db, async (tx) => {
    const opened = await openCatalog(tx, merchantId, contractId);
    await askForCatalog(tx, merchantId, { what: "changes", byPerson: true, acceptsGone: false });
    return opened;
  });
  if (mirror === null) return placeChanged;
  // If another process is reading it, wait, and then update it.
  while (!(await readUnlessBusy(ctx, { merchantId }))) {
    if (ctx.stopping.aborted) return "stopping";
    await setTimeout(lookAgainMs);
  }
  const catalog = await readCatalogRow(ctx.db, merchantId);
  if (catalog === null || catalog.filledAt === null) {
    return catalog?.problem ?? { kind: "mirrorNotRead", data: {} };
  }
  return await readStoreStock(ctx, run, { account, mirror });
}

async function readStoreStock(
  ctx: Context,
  { merchantId, id, storeId }: LinkRunRow,
  { account, mirror }: { account: Account; mirror: Mirror },
): Promise<Fact | null> {
  const readAt = ctx.clock();
  const rows = new Map<string, number>();
  const ask = inParts((at) => ctx.smaregi.stockPage(account, { storeId, ...at }));
  for await (const listed of readList(ask)) {
    if (listed.kind === "end") break;
    if (listed.kind === "givenUp") return endless.reason;
    if (listed.kind !== "found") return listed.reason;
    // It is unknown whose stock is missing: no one must see a fall to 0 that may be wrong.
    if (listed.lost !== undefined) return listed.lost.reason;
    for (const { productId, amount } of listed.rows) rows.set(productId, amount);
  }
  const stock = [...rows].map(([productId, amount]) => ({ productId, amount }));
  const isThere = await transact(ctx.db, (tx) => putStock(tx, mirror, { storeId, rows: stock, readAt }));
  if (!isThere) return placeChanged;
  await updateRun(ctx.db, merchantId, id, { stockReadAt: readAt });
  return null;
}
