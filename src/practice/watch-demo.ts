import { makeOwnerLink } from "../accounts/links.ts";
import { readConnection, saveConnection } from "../connection/save-connection.ts";
import type { Context } from "../context.ts";
import { actors } from "../facts/actors.ts";
import type { Mode } from "../kit/tables.ts";
import { wake } from "../tasks.ts";
import type { Demo } from "./demo.ts";
import { isSmaregiAway, setSmaregiAway } from "./local-smaregi.ts";
import { hasWaiting, hurryProbe, readLastMovements, readShelf, readTried } from "./store.ts";

/** How far the third step is: Smaregi was switched off, is on again while something still waits, and all of it is through. */
type Outage = "none" | "away" | "returning" | "over";

/**
 * The demo shop for its entrance: its quantities, the last 20 movements, what was tried of the three steps, and the way in.
 * `smaregiUrl`: of the local Smaregi, which is switched off and on from there. Meanwhile the shop is in 保証モード, the one that
 * catches up by itself; once it has, it is in its own mode again.
 */
export function watchDemo(ctx: Context, { id: merchantId, number, name }: Demo, smaregiUrl: string) {
  // How far it is is known as long as this process is.
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
      // Nobody before the screen waits for the next look, which comes after a minute at the latest.
      const { contractId } = await setMode("assured");
      await hurryProbe(ctx.db, merchantId, contractId);
      await wake(ctx.db, "probeSmaregi", [merchantId]);
    },
  };
}
