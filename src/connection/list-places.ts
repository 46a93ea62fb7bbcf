import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { forPerson } from "../smaregi/patience.ts";
import type { Store, Terminal } from "../smaregi/types.ts";
import { unproven } from "./proof/own-app.ts";
import { openWaiting } from "./proof/open-waiting.ts";
import { holdProof, waitingApp } from "./proof/store.ts";
import { placesOfOthers, readConnectionRow } from "./store.ts";

/** The stores and terminals of a contract, to choose from. `unread`: lists that Smaregi did not give, with the reason. */
export type Places = {
  stores: { storeId: string; name: string; paused: boolean; warehouse: boolean; closesByHand: boolean }[];
  /** `storeId`: null if Smaregi does not say. `taken`: true if another merchant here has it (C1); it is not said who. */
  terminals: { terminalId: string; storeId: string | null; name: string; stopped: boolean; taken: boolean }[];
  unread: { list: "stores" | "terminals"; fact: Fact }[];
};

/**
 * Reads the stores and terminals of a contract, with the app that its connection has or will have. Each list can fail alone (P5): the
 * IDs can still be typed. Throws a 409 if the merchant has not proven the contract (P8).
 */
export async function listPlaces(
  ctx: Context,
  { merchantId, contractId }: { merchantId: string; contractId: string },
): Promise<Places> {
  if (!(await holdProof(ctx.db, merchantId, contractId))) throw unproven(contractId);
  const saved = await readConnectionRow(ctx.db, merchantId);
  const own = saved?.contractId === contractId ? saved : null;
  const { clientId, clientSecretSealed } = own ?? { clientId: null, clientSecretSealed: null };
  const waiting = await waitingApp(ctx.db, merchantId, contractId);
  const app =
    waiting === null
      ? accountOf(ctx, { merchantId, contractId, clientId, clientSecretSealed })
      : { contractId, clientId: waiting.clientId, clientSecret: openWaiting(ctx, waiting) };
  if (app === null) {
    const { reason: fact } = noAccount;
    return {
      stores: [],
      terminals: [],
      unread: [
        { list: "stores", fact },
        { list: "terminals", fact },
      ],
    };
  }
  const account = forPerson(ctx, app);
  const others = await placesOfOthers(ctx.db, merchantId, contractId);
  const stores = await ctx.smaregi.stores(account);
  const terminals = await ctx.smaregi.terminals(account);
  const isTaken = ({ storeId, terminalId }: Terminal) =>
    others.some((each) => each.terminalId === terminalId && each.storeId === (storeId ?? each.storeId));
  return {
    stores: stores.kind === "found" ? stores.stores.map(asStore) : [],
    terminals:
      terminals.kind === "found"
        ? terminals.terminals.map((each) => ({ ...asTerminal(each), taken: isTaken(each) }))
        : [],
    unread: [
      ...(stores.kind === "found" ? [] : [{ list: "stores" as const, fact: stores.reason }]),
      ...(terminals.kind === "found" ? [] : [{ list: "terminals" as const, fact: terminals.reason }]),
    ],
  };
}

const asStore = ({ storeId, storeName, paused, warehouse, sumProcDivision }: Store) => ({
  storeId,
  name: storeName ?? storeId,
  paused,
  warehouse,
  closesByHand: sumProcDivision === "0",
});

const asTerminal = ({ terminalId, storeId, terminalName, stopped }: Terminal) => ({
  terminalId,
  storeId,
  name: terminalName ?? terminalId,
  stopped,
});
