import { changed, type By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import type { PaymentMethods } from "../kit/tables.ts";
import type { Fact } from "../facts/fact.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { forPerson } from "../smaregi/patience.ts";
import type { PaymentMethod } from "../smaregi/types.ts";
import { wake } from "../tasks.ts";
import { hurryOrders } from "../transactions/due/store.ts";
import { unproven } from "./proof/own-app.ts";
import { holdProof } from "./proof/store.ts";
import { lockConnectionRow, readConnectionRow, writePaymentMethods } from "./store.ts";

const thing = { ja: "スマレジ連携設定", en: "Smaregi connection" };

/** How Smaregi is told of each payment method (W6); an empty map means all as credit. Throws 404 if there is no connection. */
export async function readPaymentMethods(
  ctx: Pick<Context, "db">,
  merchantId: string,
): Promise<PaymentMethods> {
  const row = await readConnectionRow(ctx.db, merchantId);
  if (row === null) throw notFound(thing);
  return row.paymentMethods;
}

/**
 * Saves the map for registrations from now on; registered sales stay as they are. The map ends with the contract or store (C1): if
 * `madeFor` names another one than the connection's, nothing is saved (409).
 */
export async function savePaymentMethods(
  ctx: Pick<Context, "db">,
  input: {
    merchantId: string;
    by: By;
    paymentMethods: PaymentMethods;
    madeFor?: { contractId: string; storeId: string } | undefined;
  },
): Promise<void> {
  const { merchantId, by, paymentMethods, madeFor } = input;
  await transact(ctx.db, async (tx) => {
    const before = await lockConnectionRow(tx, merchantId);
    if (before === null) throw notFound(thing);
    const { contractId, storeId } = madeFor ?? before;
    if (contractId !== before.contractId || storeId !== before.storeId) throw madeForAnother();
    await writePaymentMethods(tx, merchantId, paymentMethods);
    // Sends again, by the new map, what Smaregi refused because of the old one.
    await hurryOrders(tx, [merchantId]);
    await wake(tx, "sendOrders", [merchantId]);
    const states = changed({ paymentMethods: before.paymentMethods }, { paymentMethods });
    const { contractId: subject } = before;
    if (states !== null) await addAudit(tx, merchantId, { event: "connectionSaved", by, subject, ...states });
  });
}

const madeForAnother = (): AppError =>
  new AppError("connection_changed", {
    ja: "連携先の契約か店舗が、この画面を開いたあとで変わりました。支払方法は店舗ごとに違うため、保存していません。画面を読み込み直して、いまの店舗の設定を確かめてください。",
    en: "The contract or store was changed since this page was opened. Payment methods are a store's own, so nothing was saved. Load the page again and look at those of the store of now.",
  });

/**
 * The payment methods of the connected store to choose from. `unread`: why Smaregi did not give them; their IDs can then be typed.
 */
export type PaymentChoices = { items: PaymentMethod[]; unread: Fact | null };

/** Asks Smaregi for them now. Throws 404 if there is no connection, 409 if the contract is no longer proven (P8). */
export async function listPaymentChoices(ctx: Context, merchantId: string): Promise<PaymentChoices> {
  const row = await readConnectionRow(ctx.db, merchantId);
  if (row === null) throw notFound(thing);
  const { contractId, storeId } = row;
  if (!(await holdProof(ctx.db, merchantId, contractId))) throw unproven(contractId);
  const account = accountOf(ctx, row);
  if (account === null) return { items: [], unread: noAccount.reason };
  const read = await ctx.smaregi.paymentMethods(forPerson(ctx, account), storeId);
  return read.kind === "found"
    ? { items: read.paymentMethods, unread: null }
    : { items: [], unread: read.reason };
}
