import { randomUUID } from "node:crypto";
import { jst } from "./jst.ts";
import { tell, type State } from "./state.ts";
import { switchesOf } from "./switches.ts";

let sent = 0;

/** Sends a notification to the app, when and how the switches say; nobody waits for it. */
export function notify(state: State, contractId: string, event: string, action: string, items: object): void {
  const switches = switchesOf(state, contractId);
  sent += 1;
  const lost = switches.dropEveryNth > 0 && sent % switches.dropEveryNth === 0;
  if (switches.notifications === "drop" || lost) {
    tell(state, "notification", { contractId, event, action, status: "dropped" });
    return;
  }
  const body = { contractId: switches.webhookContractId ?? contractId, event, action, ...items };
  const eventId = randomUUID();
  for (let copy = 0; copy <= switches.duplicateNotifications; copy += 1) {
    const wait = switches.notificationDelayMs + Math.random() * switches.reorderNotificationsMs;
    setTimeout(() => void deliver(state, contractId, body, eventId), wait).unref();
  }
}

/** `pos:stock`: these products of this store have moved, by how much it does not say. */
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

/** Posts one notification: three seconds, no second try. Answers the receiver's status, null where there is none. */
export async function deliver(
  state: State,
  contractId: string,
  body: { contractId?: string; event?: string },
  eventId: string,
  extra: Record<string, string> = {},
): Promise<number | null> {
  const webhook = state.contractWebhooks.get(contractId) ?? state.webhook;
  if (webhook === null) return null;
  const { webhookHeader } = switchesOf(state, contractId);
  const secret: Record<string, string> =
    webhookHeader === "missing"
      ? {}
      : { [webhook.headerName]: webhookHeader === "wrong" ? "not-the-secret" : webhook.headerValue };
  const event = body.event ?? "";
  const entry = { at: jst(), contractId, event, eventId, body };
  let status: number | null = null;
  let error: string | undefined;
  try {
    const response = await fetch(webhook.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "smaregi-contract-id": body.contractId ?? contractId,
        "smaregi-event": event,
        "smaregi-event-id": eventId,
        "user-agent": "Smaregi-Platform-Api-Webhook/1.2.4(sandbox)",
        ...secret,
        ...extra,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(3_000),
    });
    status = response.status;
    await response.arrayBuffer();
  } catch (failure) {
    error = failure instanceof Error ? failure.message : String(failure);
  }
  state.notifications.push({ ...entry, status, ...(error === undefined ? {} : { error }) });
  if (state.notifications.length > 1_000) state.notifications.shift();
  tell(state, "notification", { ...entry, status, error });
  return status;
}
