import { randomUUID } from "node:crypto";
import { jst } from "./jst.ts";
import { switchesOf, later, tell, type SentNotification, type State } from "./state.ts";

type Body = { contractId: string; event: string };

/** Sends a notification to the app, when and how the switches say; no one waits for it. */
export function notify(state: State, contractId: string, event: string, action: string, items: object): void {
  if (!(state.contractWebhooks.has(contractId) || state.webhook !== null)) return;
  const switches = switchesOf(state, contractId);
  const announced = (state.announced.get(contractId) ?? 0) + 1;
  state.announced.set(contractId, announced);
  const body = { contractId: switches.webhookContractId ?? contractId, event, action, ...items };
  const eventId = randomUUID();
  const isLost = switches.dropEveryNth > 0 && announced % switches.dropEveryNth === 0;
  if (switches.notifications === "drop" || isLost) {
    const error = "lost, as a switch says";
    record(state, { at: jst(), contractId, event, eventId, body, status: null, error });
    return;
  }
  for (let copy = 0; copy <= switches.duplicateNotifications; copy += 1) {
    const send = () => void deliver(state, contractId, body, eventId);
    const { notificationDelayMs, reorderNotificationsMs } = switches;
    if (reorderNotificationsMs > 0) hold(state, send, notificationDelayMs + reorderNotificationsMs);
    else later(state, notificationDelayMs, send);
  }
}

/** Holds notifications for a while, and sends them in another order. */
function hold(state: State, send: () => void, waitMs: number): void {
  state.held.push(send);
  if (state.held.length > 1) return;
  later(state, waitMs, () => {
    const held = state.held.map((each) => ({ each, place: Math.random() })).toReversed();
    state.held = [];
    // Two always swap; more are shuffled.
    if (held.length > 2) held.sort((a, b) => a.place - b.place);
    for (const { each } of held) each();
  });
}

/** Sends `pos:stock`: the stock of these products of this store changed. It does not say by how much. */
export function notifyStock(
  state: State,
  contractId: string,
  changes: { id: string; productId: string; storeId: string }[],
): void {
  if (changes.length === 0) return;
  const { notificationPerId, notificationStoreId } = switchesOf(state, contractId);
  const ids = changes.map(({ id, productId, storeId }) => ({
    id,
    productId,
    storeId: notificationStoreId ?? storeId,
  }));
  for (const group of notificationPerId ? ids.map((each) => [each]) : [ids]) {
    notify(state, contractId, "pos:stock", "edited", { ids: group });
  }
}

/** Posts one notification: three seconds, no second try. Returns the receiver's status; null if there is none. */
export async function deliver(
  state: State,
  contractId: string,
  body: Body,
  eventId: string,
  extra: Record<string, string> = {},
): Promise<{ status: number | null; error?: string }> {
  const webhook = state.contractWebhooks.get(contractId) ?? state.webhook;
  if (webhook === null) return { status: null, error: "There is no webhook." };
  const { webhookHeader } = switchesOf(state, contractId);
  const secret: Record<string, string> =
    webhookHeader === "missing"
      ? {}
      : { [webhook.headerName]: webhookHeader === "wrong" ? "not-the-secret" : webhook.headerValue };
  const headers = {
    "content-type": "application/json",
    "smaregi-contract-id": body.contractId,
    "smaregi-event": body.event,
    "smaregi-event-id": eventId,
    "user-agent": "Smaregi-Platform-Api-Webhook/1.2.4(sandbox)",
    ...secret,
    ...extra,
  };
  const at = jst();
  const result = await post(webhook.url, headers, JSON.stringify(body));
  record(state, { at, contractId, event: body.event, eventId, body, ...result });
  return result;
}

/** Posts 利用者通知, which go to the webhook's other address. */
export async function postSubscription(
  state: State,
  contractId: string,
  body: Body,
): Promise<{ status: number | null; error?: string }> {
  const webhook = state.contractWebhooks.get(contractId) ?? state.webhook;
  if (webhook?.subscriptionUrl === undefined) return { status: null, error: "There is no address." };
  const { subscriptionHeader } = switchesOf(state, contractId);
  const headers = {
    "content-type": "application/json",
    "smaregi-contract-id": body.contractId,
    "smaregi-event": body.event,
    ...(subscriptionHeader === "sent" ? { [webhook.headerName]: webhook.headerValue } : {}),
  };
  const at = jst();
  const result = await post(webhook.subscriptionUrl, headers, JSON.stringify(body));
  record(state, { at, contractId, event: body.event, eventId: "", body, ...result });
  return result;
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number | null; error?: string }> {
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(3_000) });
    await response.arrayBuffer();
    return { status: response.status };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: null, error: cause instanceof Error ? cause.message : String(cause) };
  }
}

function record(state: State, sent: SentNotification): void {
  state.notifications.push(sent);
  if (state.notifications.length > 1_000) state.notifications.shift();
  tell(state, "notification", sent);
}
