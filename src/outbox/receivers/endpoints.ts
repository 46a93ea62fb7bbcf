import { randomBytes } from "node:crypto";
import { byOperator, type By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { AppError, invalid, notFound } from "../../kit/errors.ts";
import { isId, newId } from "../../kit/ids.ts";
import { seal } from "../../kit/secrets.ts";
import { wake } from "../../tasks.ts";
import { hurryDeliveries, readDeliveries, reviveDelivery } from "../deliveries/store.ts";
import { pageOfIds, readIdCursor } from "../../kit/pages.ts";
import { isPublicAddress, literalAddress } from "../send/addresses.ts";
import { numberEvents } from "../store.ts";
import { isOwnHost, shownTarget } from "./rules.ts";
import { deleteReceivers, insertReceiver, noteReceiver, readReceivers, type ReceiverRow } from "./store.ts";
import type { ReceiverKind } from "../../kit/tables.ts";

const thing = { ja: "Webhookの送信先", en: "webhook endpoint" };
const deliveryThing = { ja: "送信記録", en: "delivery" };

/** The most receivers of a merchant, of each purpose. */
const mostReceivers = 20;

/** 422 where events would never be sent to an address: no https, a private one, or another service's than the chat's. */
export function checkUrl(ctx: Context, kind: ReceiverKind, typed: string, path: string): void {
  const isFree = ctx.settings.outboxAllowPrivate;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol) || (url.protocol === "http:" && !isFree))
    throw invalid(path, {
      ja: "https:// で始まるURLを入力してください。",
      en: "Give a URL that begins with https://.",
    });
  if (url.username !== "" || url.password !== "")
    throw invalid(path, {
      ja: "URLにユーザー名やパスワードを入れないでください。",
      en: "Leave user names and passwords out of the URL.",
    });
  const literal = literalAddress(url);
  const isInner =
    (literal !== null && !isPublicAddress(literal)) ||
    /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(url.hostname);
  if (!isFree && isInner)
    throw invalid(path, {
      ja: "社内ネットワークなど、インターネットから届かないアドレスには送信できません。",
      en: "Nothing is sent to addresses that are not of the public network.",
    });
  if (!isFree && !isOwnHost(kind, url.hostname))
    throw invalid(path, {
      ja: "このチャットのWebhook URLではないようです。チャットの設定画面からコピーしてください。",
      en: "This is not a webhook URL of this chat. Copy it from the chat's own settings.",
    });
}

/** One endpoint as the API shows it. */
export const shownEndpoint = (row: ReceiverRow) => ({
  id: row.id,
  url: row.targetShown,
  events: row.events,
  state: row.state,
  ...(row.offWhy === null ? {} : { offWhy: row.offWhy }),
  createdAt: row.createdAt,
});

/** 422 above the most. */
export function checkCount(count: number, path: string): void {
  if (count > mostReceivers)
    throw invalid(path, {
      ja: `送信先は${mostReceivers}件までです。`,
      en: `There are at most ${mostReceivers} receivers.`,
    });
}

/** Adds an endpoint that gets what happens from now on. Its secret is told here and never again. */
export async function addEndpoint(
  ctx: Context,
  input: { merchantId: string; url: string; events: string[]; by?: By },
) {
  const { merchantId, url, events, by = byOperator } = input;
  checkUrl(ctx, "webhook", url, "url");
  checkCount((await readReceivers(ctx.db, merchantId, "endpoint")).length + 1, "url");
  const id = newId();
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  await transact(ctx.db, async (tx) => {
    await numberEvents(tx, merchantId);
    await insertReceiver(tx, {
      merchantId,
      id,
      purpose: "endpoint",
      kind: "webhook",
      targetSealed: seal(ctx.secretKey, url),
      targetShown: shownTarget("webhook", url),
      secretSealed: seal(ctx.secretKey, secret),
      events,
    });
    const subject = shownTarget("webhook", url);
    await addAudit(tx, merchantId, { event: "endpointAdded", by, subject, after: { events } });
  });
  return { ...shownEndpoint(await endpointOf(ctx, merchantId, id)), secret };
}

/** The merchant's endpoints, oldest first. */
export async function listEndpoints(ctx: Context, merchantId: string) {
  return (await readReceivers(ctx.db, merchantId, "endpoint")).map(shownEndpoint);
}

/** One endpoint; 404 where it is not this merchant's. */
export async function endpointOf(ctx: Context, merchantId: string, id: string): Promise<ReceiverRow> {
  const row = (await readReceivers(ctx.db, merchantId, "endpoint")).find((each) => each.id === id);
  if (row === undefined) throw notFound(thing);
  return row;
}

/** Deletes an endpoint: nothing more is sent to it. */
export async function removeEndpoint(
  ctx: Context,
  { merchantId, id, by = byOperator }: { merchantId: string; id: string; by?: By },
): Promise<void> {
  const { targetShown: subject } = await endpointOf(ctx, merchantId, id);
  await transact(ctx.db, async (tx) => {
    await deleteReceivers(tx, merchantId, [id]);
    await addAudit(tx, merchantId, { event: "endpointRemoved", by, subject });
  });
}

/** What was sent to an endpoint, or is to be; newest first, with each try. */
export async function listDeliveries(
  ctx: Context,
  input: { merchantId: string; endpointId: string; cursor?: string | undefined; limit: number },
) {
  const { merchantId, endpointId, limit } = input;
  await endpointOf(ctx, merchantId, endpointId);
  const before = readIdCursor(input.cursor);
  const rows = await readDeliveries(ctx.db, merchantId, { receiverId: endpointId, before, limit: limit + 1 });
  const page = pageOfIds(rows, limit);
  return { ...page, items: page.items.map(shownDelivery) };
}

/** One delivery as the API shows it. */
export const shownDelivery = (row: Awaited<ReturnType<typeof readDeliveries>>[number]) => ({
  id: row.id,
  eventId: `evt_${row.eventId}`,
  type: row.type,
  state: row.state,
  attempts: row.tries.length,
  tries: row.tries,
  nextAt: row.state === "waiting" ? row.nextAt : null,
  createdAt: row.createdAt,
  endedAt: row.endedAt,
});

/**
 * Sends a delivery again, whatever became of it, and what waits behind it; a receiver that went off is on again with it. Sent
 * twice, it has the same ID. 404 for what is not this merchant's.
 */
export async function retryDelivery(
  ctx: Context,
  { merchantId, id }: { merchantId: string; id: string },
): Promise<void> {
  if (!isId(id)) throw notFound(deliveryThing);
  const [row] = await readDeliveries(ctx.db, merchantId, { id, before: null, limit: 1 });
  if (row === undefined) throw notFound(deliveryThing);
  const receivers = await readReceivers(ctx.db, merchantId);
  if (!receivers.some((each) => each.id === row.receiverId))
    throw new AppError("nothing_asked", {
      ja: "この送信先は削除されています。",
      en: "The receiver of this delivery was deleted.",
    });
  await transact(ctx.db, async (tx) => {
    await reviveDelivery(tx, merchantId, id, ctx.clock());
    await turnOn(tx, ctx, merchantId, row.receiverId);
    await wake(tx, "sendEvents", [merchantId]);
  });
}

/** A receiver is well again, as somebody says: all that waits for it is due. */
export async function turnOn(
  tx: Parameters<typeof noteReceiver>[0],
  ctx: Pick<Context, "clock">,
  merchantId: string,
  id: string,
): Promise<void> {
  const well = { failures: 0, refusals: 0, pausedUntil: null, state: "on", offWhy: null } as const;
  await noteReceiver(tx, merchantId, id, well);
  await hurryDeliveries(tx, merchantId, id, ctx.clock());
}
