import { byOperator, changed, type By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { violates } from "../kit/constraints.ts";
import { transact, type Db } from "../kit/database.ts";
import { AppError, notFound, type Text } from "../kit/errors.ts";
import { tellPlanner } from "../kit/planner.ts";
import { unseal } from "../kit/sealed.ts";
import type { Mode } from "../kit/tables.ts";
import { seal } from "../sealing/seal.ts";
import { secretPlace } from "../smaregi/account.ts";
import { wake } from "../tasks.ts";
import { hasTransactions } from "../transactions/store.ts";
import { hurryOrders, wakeLeftIn } from "../transactions/due/store.ts";
import { confirmPreview, forgetConfirmed } from "../place/previews/store.ts";
import { liveConnection, lockLive } from "../place/store.ts";
import { dropCatalog } from "../smaregi-catalog/store.ts";
import { hurryReads, leaveSignalsForAll } from "../signals/store.ts";
import { changeMode } from "./change-mode.ts";
import { proveByOwnApp, unproven } from "./proof/own-app.ts";
import { openWaiting, type WaitingApp } from "./proof/open-waiting.ts";
import { dropWaitingApp, holdProof, putProof, waitingApp } from "./proof/store.ts";
import { auditedOf, connectionThing, takeAway } from "./remove-connection.ts";
import { isGreen, judgeSave, turnsOn } from "./rules.ts";
import {
  askToCompare,
  endedAtPlace,
  forgetCatchUp,
  isPlaceTaken,
  lockConnectionRow,
  readConnectionRow,
  writeConnection,
  type ConnectionRow,
} from "./store.ts";

export type ConnectionInput = {
  contractId: string;
  storeId: string;
  terminalId: string;
  clientId?: string | null | undefined;
  clientSecret?: string | null | undefined;
  enabled?: boolean | undefined;
  mode?: Mode | undefined;
};

/** The connection that a save would make. */
type ToBe = Pick<
  ConnectionRow,
  "contractId" | "storeId" | "terminalId" | "clientId" | "clientSecretSealed" | "enabled" | "mode"
>;

/** `waiting`: the app that proved the contract. If there is none and the input names none, the present app stays. */
async function connectionToBe(
  tx: Db,
  ctx: Pick<Context, "sealingKeys">,
  {
    merchantId,
    before,
    waiting,
  }: { merchantId: string; before: ConnectionRow | null; waiting: WaitingApp | null },
  connection: ConnectionInput,
): Promise<ToBe> {
  const { contractId, storeId, terminalId, clientId } = connection;
  const kept = waiting ?? before;
  // The secret of a waiting app is sealed for its own row, so it is sealed again for this one.
  const clientSecret =
    connection.clientSecret === undefined && waiting !== null
      ? openWaiting(ctx, waiting)
      : connection.clientSecret;
  const isGiven = clientSecret !== undefined && clientSecret !== null;
  const sealed = isGiven ? await seal(tx, ctx, secretPlace(merchantId), clientSecret) : null;
  return {
    contractId,
    storeId,
    terminalId,
    clientId: clientId === undefined ? (kept?.clientId ?? null) : clientId,
    clientSecretSealed: clientSecret === undefined ? (before?.clientSecretSealed ?? null) : sealed,
    enabled: connection.enabled ?? before?.enabled ?? true,
    mode: connection.mode ?? before?.mode ?? "standard",
  };
}

/**
 * Returns the connection as a save would make it, and as it is, without saving. Throws a 409 if the contract is not proven (P8; an
 * own app in the input proves it for this look only), or if another merchant has the place (C1).
 */
export async function tryConnection(
  ctx: Context,
  { merchantId, connection }: { merchantId: string; connection: ConnectionInput },
): Promise<{ before: ConnectionRow | null; toBe: ToBe }> {
  await proveNow(ctx, merchantId, connection);
  if (await isPlaceTaken(ctx.db, merchantId, connection)) throw taken();
  const before = await readConnectionRow(ctx.db, merchantId);
  const waiting = await waitingApp(ctx.db, merchantId, connection.contractId);
  return { before, toBe: await connectionToBe(ctx.db, ctx, { merchantId, before, waiting }, connection) };
}

/** スマレジ連携設定 without its secret. `stopped`: why the switch went off by itself. Throws a 404 if there is none. */
export async function readConnection(ctx: Context, merchantId: string) {
  const row = await readConnectionRow(ctx.db, merchantId);
  if (row === null) throw notFound(connectionThing);
  const { contractId, storeId, terminalId, clientId, enabled, mode, stoppedWhy, stoppedAt, testedAt } = row;
  return {
    contractId,
    storeId,
    terminalId,
    ...(clientId === null ? {} : { clientId }),
    enabled,
    mode,
    ...(stoppedWhy === null || stoppedAt === null ? {} : { stopped: { why: stoppedWhy, at: stoppedAt } }),
    ...(testedAt === null ? {} : { testedAt }),
  };
}

/**
 * Saves the merchant's one connection (C1), with a contract that it has proven (P8) or proves now by its own app. A credential that
 * is left out stays; null removes it. If the link is live afterwards, and was not live with this store and app before, every synced
 * variation is read. A connection that was switched on or moved to another place is compared with Smaregi by itself (P7).
 * `previewId`: the preview of this save; what falls to 0 by it is not asked about again (P3). Throws a 409 if the preview is too old
 * or of another place. `byConsole`: what the save turns on needs a green test (C6), or `nevertheless`, which the audit log and the
 * top page show. Returns what another mode means for outstanding work; null if nothing.
 */
export async function saveConnection(
  ctx: Context,
  input: {
    merchantId: string;
    actor: string;
    connection: ConnectionInput;
    previewId?: string | undefined;
    by?: By;
    byConsole?: boolean;
    nevertheless?: boolean | undefined;
  },
): Promise<Text | null> {
  const { merchantId, actor, connection, previewId, by = { actor, address: null } } = input;
  const { byConsole = false, nevertheless = false } = input;
  const provenNow = await proveNow(ctx, merchantId, connection);
  try {
    return await transact(ctx.db, async (tx) => {
      const { contractId, storeId, clientId, clientSecret } = connection;
      if (provenNow) {
        await putProof(tx, { merchantId, contractId, way: "ownApp", provenBy: actor });
        const after = { way: "ownApp" };
        await addAudit(tx, merchantId, { event: "contractProven", by, subject: contractId, after });
      }
      // The proof may have been revoked since the check above.
      if (!(await holdProof(tx, merchantId, contractId))) throw unproven(contractId);
      const before = await lockConnectionRow(tx, merchantId);
      const liveBefore = await liveConnection(tx, merchantId);
      const stays = before?.contractId === contractId && before.storeId === storeId;
      if (!stays) await forgetConfirmed(tx, merchantId);
      const shown =
        previewId === undefined ? null : await confirmPreview(tx, merchantId, previewId, connection);
      if (previewId !== undefined && shown === null) throw new AppError("preview_outdated", outdated);
      const waiting = await waitingApp(tx, merchantId, contractId);
      const toBe = await connectionToBe(tx, ctx, { merchantId, before, waiting }, connection);
      const sameApp = clientId === undefined && clientSecret === undefined && waiting === null;
      const turned = turnsOn(before, toBe, !sameApp);
      const test = judgeSave({ turnsOn: turned, isGreen: isGreen(shown, before), byConsole, nevertheless });
      if (test === "refused") {
        if (await isPlaceTaken(tx, merchantId, toBe)) throw taken();
        throw new AppError("test_not_green", notGreen);
      }
      const ended = await endedAtPlace(tx, merchantId, toBe);
      if (ended !== null) await takeAway(tx, ended, byOperator);
      const altered = !stays || before.terminalId !== toBe.terminalId || !sameApp;
      await writeConnection(tx, { merchantId, moved: !stays, altered, test, by: actor, ...toBe });
      await dropWaitingApp(tx, merchantId, contractId);
      if (test === "forced") {
        const after = { failedChecks: shown?.failedChecks ?? null };
        await addAudit(tx, merchantId, { event: "switchedOnUntested", by, subject: contractId, after });
      }
      const states = changed(before === null ? {} : auditedOf(before), auditedOf(toBe));
      const isSecretNew = clientSecret !== undefined;
      if (states !== null || isSecretNew)
        await addAudit(tx, merchantId, {
          event: "connectionSaved",
          by,
          subject: contractId,
          before: states?.before ?? {},
          after: { ...states?.after, ...(isSecretNew ? { clientSecret: "changed" } : {}) },
        });
      await dropCatalog(tx, merchantId, contractId);
      ctx.smaregi.forget(contractId);
      const notice = await changeMode(tx, merchantId, before?.mode ?? null, connection.mode ?? null);
      // Everything that was put off under the old connection is looked at again.
      await hurryOrders(tx, [merchantId]);
      if (!stays && toBe.mode === "assured") await wakeLeftIn(tx, merchantId, contractId);
      const live = await liveConnection(tx, merchantId);
      const sameStore = liveBefore?.contractId === live?.contractId && liveBefore?.storeId === live?.storeId;
      // One statement for the signals: a second one would lock them out of their order.
      if (live === null || (sameStore && sameApp)) await hurryReads(tx, [merchantId]);
      if (live === null) return notice;
      if (!sameStore) await forgetCatchUp(tx, merchantId);
      if (!sameStore || !sameApp) {
        // A product that is being saved at this moment is read with all others, or asks by itself.
        await lockLive(tx, merchantId);
        const asked = await leaveSignalsForAll(tx, merchantId, "connectionChanged");
        // All of them are read and written at once: PostgreSQL must know how many they are.
        if (asked >= 1_000) await tellPlanner(tx, ["variations", "signals"], asked);
      }
      const isKnown = before !== null || (await hasTransactions(tx, merchantId));
      if (isKnown && !(sameStore && liveBefore !== null)) {
        await askToCompare(tx, merchantId, stays ? "switchedOn" : "placeChanged");
        await wake(tx, "runReconciliations", [merchantId]);
      }
      await wake(tx, "syncStock", [merchantId]);
      await wake(tx, "sendOrders", [merchantId]);
      return notice;
    });
  } catch (error) {
    if (!violates(error, "connections_place")) throw error;
    throw taken();
  }
}

const taken = (): AppError =>
  new AppError("contract_taken", {
    ja: "この契約ID・店舗ID・端末IDは、すでに別の加盟店が使っています。別の端末IDを指定してください。",
    en: "This contract, store and terminal are in use by another merchant. Choose another terminal ID.",
  });

const outdated = {
  ja: "確認した内容から時間がたったか、設定が変わっています。何も保存していません。もう一度確認してください。",
  en: "The preview is old, or of other settings. Nothing was saved. Look at it once more.",
};

const notGreen = {
  ja: "接続テストで確認できていないため、有効にしていません。何も保存していません。",
  en: "The connection was not tested, or the test found something wrong, so it was not switched on. Nothing was saved.",
};

/**
 * Returns false if the merchant has proven the contract already, and true if its own app, given or stored, has just proven it (P8).
 * The operator's app proves nothing. Smaregi is asked before the transaction, so no transaction waits for a call.
 */
async function proveNow(ctx: Context, merchantId: string, connection: ConnectionInput): Promise<boolean> {
  const { contractId } = connection;
  if (await holdProof(ctx.db, merchantId, contractId)) return false;
  const kept = await readConnectionRow(ctx.db, merchantId);
  const clientId = connection.clientId === undefined ? kept?.clientId : connection.clientId;
  const sealed = kept?.clientSecretSealed ?? null;
  const keptSecret = sealed === null ? null : unseal(ctx.sealingKeys, secretPlace(merchantId), sealed);
  const clientSecret = connection.clientSecret === undefined ? keptSecret : connection.clientSecret;
  const isWhole = typeof clientId === "string" && typeof clientSecret === "string";
  if (!isWhole) throw unproven(contractId);
  await proveByOwnApp(ctx, merchantId, { contractId, clientId, clientSecret });
  return true;
}
