import { makeOwnerLink } from "../accounts/links.ts";
import { readConnection, saveConnection } from "../connection/save-connection.ts";
import type { Context } from "../context.ts";
import { actors } from "../facts/actors.ts";
import type { Mode } from "../kit/tables.ts";
import { wake } from "../tasks.ts";
import type { Demo } from "./demo.ts";
import { isSmaregiAway, setSmaregiAway } from "./local-smaregi.ts";
import { hasWaiting, hurryProbe, readLastMovements, readShelf, readTried } from "./store.ts";

/** How far the third step is: Smaregi was switched off; it is on again while something still waits; everything has arrived. */
type Outage = "none" | "away" | "returning" | "over";

/**
 * The demo shop for its start page: quantities, the last 20 movements, which of the three steps were tried, and the links.
 * `smaregiUrl`: the local Smaregi, which the page switches off and on. Meanwhile the shop is in 保証モード, which catches up by itself;
 * after that it returns to its own mode.
 */
export function watchDemo(ctx: Context, { id: merchantId, number, name }: Demo, smaregiUrl: string) {
  // Only this process knows how far it is.
  let outage: Outage = "none";
  let ownMode: Mode | null = null;
  const setMode = async (mode: Mode) => {
    const { contractId, storeId, terminalId, enabled, mode: before } = await readConnection(ctx, merchantId);
    const connection = { contractId, storeId, terminalId, enabled, mode };
    await saveConnection(ctx, { merchantId, actor: actors.practice, connection });
    return { before, contractId };
  };
  const settle = async () => {
    if (outage !== "returning" || (await hasWaiting(ctx.db, merchantId))) return;
    outage = "over";
    if (ownMode !== null) await setMode(ownMode);
    ownMode = null;
  };
  return {
    name,
    number,
    makeSignInLink: () => makeOwnerLink(ctx, merchantId),
    read: async () => {
      await settle();
      const [shelf, movements, tried, isAway] = await Promise.all([
        readShelf(ctx.db, merchantId),
        readLastMovements(ctx.db, merchantId, 20),
        readTried(ctx.db, merchantId),
        isSmaregiAway(smaregiUrl),
      ]);
      return { shelf, movements, tried: { ...tried, cameBack: outage === "over" }, isAway };
    },
    setAway: async (isAway: boolean) => {
      if (isAway) {
        const { before } = await setMode("assured");
        ownMode ??= before;
        outage = "away";
        return await setSmaregiAway(smaregiUrl, true);
      }
      await setSmaregiAway(smaregiUrl, false);
      outage = "returning";
      // The person at the screen should not wait for the next look, which may take a minute.
      const { contractId } = await setMode("assured");
      await hurryProbe(ctx.db, merchantId, contractId);
      await wake(ctx.db, "probeSmaregi", [merchantId]);
    },
  };
}
