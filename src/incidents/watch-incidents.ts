import type { Context } from "../context.ts";
import { alone } from "../kit/alone.ts";
import type { Cause } from "../facts/incidents.ts";
import { transact, type Tx } from "../kit/database.ts";
import { addToOutbox } from "../outbox/store.ts";
import { wake } from "../tasks.ts";
import { causeOf, decide, isUrgent, troublesOf, type Step, type Trouble } from "./rules.ts";
import { firstNumbers, putLook, readKnown, readOpenFailures, readStanding, writeStep } from "./store.ts";

/** How many differences found by the rolling check within a day, without a notification, are too many for chance. */
const silentFinds = 3;

/**
 * Looks at what is wrong with a merchant's link, and opens, follows and closes its incidents (B10, P9). What others are told goes out
 * with the transaction that wrote it. One process at a time. If a look is lost, the next minute's look makes up for it.
 */
export async function watchIncidents(ctx: Context, { merchantId }: { merchantId: string }): Promise<void> {
  let next: Date | null = null;
  let isDue = false;
  await alone(
    ctx.pool,
    `watchIncidents:${merchantId}`,
    async () => {
      next = await look(ctx, merchantId);
      isDue = next !== null && next <= ctx.clock();
    },
    async () => isDue && !ctx.stopping.aborted,
  );
  if (next !== null) await wake(ctx.db, "watchIncidents", [merchantId], next);
}

async function look(ctx: Context, merchantId: string): Promise<Date | null> {
  const { incidentOpenAfterSeconds: openAfterSeconds, incidentCloseAfterSeconds: closeAfterSeconds } =
    ctx.settings;
  const isTold = await transact(ctx.db, async (tx) => {
    const now = ctx.clock();
    const troubles = await troublesNow(tx, merchantId, now);
    const known = await readKnown(tx, merchantId);
    const { steps, lookAt } = decide(troubles, known, { now, openAfterSeconds, closeAfterSeconds });
    const at = ({ cause, scope }: Step["trouble"]) => lookAt.get(`${cause} ${scope}`) ?? null;
    for (const step of steps) {
      const id = await writeStep(tx, merchantId, step, { now, lookAt: at(step.trouble) });
      if (step.tell === null) continue;
      const before = known.find((incident) => incident.id === step.id);
      const { cause } = step.trouble;
      const orders = "orders" in step ? step.orders : (before?.orders ?? 0);
      const variations = "variations" in step ? step.variations : (before?.variations ?? 0);
      const orderNumbers = step.tell === "closed" ? [] : await numbersOf(tx, merchantId, cause);
      const data = { id, cause, urgent: isUrgent(cause), affected: { orders, variations }, orderNumbers };
      await addToOutbox(tx, merchantId, [{ type: `incident.${step.tell}`, thing: id, data }]);
    }
    const stepped = new Set(steps.map(({ id }) => id));
    for (const incident of known)
      if (incident.state !== "closed" && !stepped.has(incident.id))
        await putLook(tx, merchantId, incident.id, at(incident));
    return {
      tells: steps.some((step) => step.tell !== null),
      next: [...lookAt.values()].toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
    };
  });
  if (isTold.tells) await wake(ctx.db, "sendEvents", [merchantId]);
  return isTold.next;
}

/** How many of the waiting orders a notice names. */
const namedOrders = 5;

async function numbersOf(tx: Tx, merchantId: string, cause: Cause): Promise<string[]> {
  const met = (await readOpenFailures(tx, merchantId)).filter((each) => causeOf(each) === cause);
  return met.length === 0 ? [] : await firstNumbers(tx, merchantId, met, namedOrders);
}

/** Everything that is wrong now. With the switch off, only what turned it off counts. */
async function troublesNow(tx: Tx, merchantId: string, now: Date): Promise<Trouble[]> {
  const standing = await readStanding(tx, merchantId);
  if (standing === undefined) return [];
  const troubles = troublesOf(await readOpenFailures(tx, merchantId));
  const add = (trouble: Trouble) => {
    const known = troubles.findIndex(
      ({ cause, scope }) => cause === trouble.cause && scope === trouble.scope,
    );
    const own = troubles[known];
    if (own === undefined) return void troubles.push(trouble);
    troubles[known] = {
      ...own,
      since: own.since < trouble.since ? own.since : trouble.since,
      orders: Math.max(own.orders, trouble.orders),
      variations: Math.max(own.variations, trouble.variations),
    };
  };
  const none = { scope: "", orders: 0, variations: 0 };
  const { pausedSince, heldSince, held, stoppedAt, finds, foundSince, notifiedAt } = standing;
  if (pausedSince !== null && standing.isOn === true)
    add({ ...none, cause: "smaregi_down", since: pausedSince, orders: standing.restless });
  if (heldSince !== null) add({ ...none, cause: "stock_mass_zero", since: heldSince, variations: held });
  if (stoppedAt !== null) add({ ...none, cause: "contract_ended", since: stoppedAt });
  // A receiver that goes off wakes this look.
  if (standing.hasOff) add({ ...none, cause: "delivery_failed", since: now });
  const isSilent = foundSince !== null && (notifiedAt === null || notifiedAt < foundSince);
  if (finds >= silentFinds && isSilent && standing.isOn === true)
    add({ ...none, cause: "webhook_silent", since: foundSince, variations: finds });
  // Counted from now: after a longer stop, the night's check is run first.
  if (standing.isCheckLate) add({ ...none, cause: "check_missed", since: now });
  return troubles;
}
