import type { Context } from "../../context.ts";
import { alone } from "../../kit/alone.ts";
import { openApart } from "../../kit/apart.ts";
import { transact } from "../../kit/database.ts";
import { wake } from "../../tasks.ts";
import { insertDeliveries, nextDeliveryAt } from "../deliveries/store.ts";
import { sendMails } from "../mails/send-mails.ts";
import { nextMailAt } from "../mails/store.ts";
import { endOfQuiet } from "../receivers/rules.ts";
import { noteFanned, readReceivers, type ReceiverRow } from "../receivers/store.ts";
import { numberEvents, readEvents } from "../store.ts";
import { deliver } from "./deliver.ts";

/**
 * Tells the outside what happened: numbers the committed events, gives each its delivery to each receiver that asks for it, and sends
 * what is due. Receivers are served in parallel, by one process per merchant. If it is killed, it continues from its rows. A receiver
 * with an unexpected error does not stop the others; its error is thrown at the end.
 */
export async function sendEvents(ctx: Context, { merchantId }: { merchantId: string }): Promise<void> {
  const at = async () => {
    const times = [await nextDeliveryAt(ctx.db, merchantId), await nextMailAt(ctx.db, merchantId)];
    return times.flatMap((time) => time ?? []).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  };
  await alone(
    ctx.pool,
    `sendEvents:${merchantId}`,
    async (holds) => {
      const mayGoOn = () => !ctx.stopping.aborted && holds();
      const receivers = await liveReceivers(ctx, merchantId);
      const last = receivers.length > 0 ? await transact(ctx.db, (tx) => numberEvents(tx, merchantId)) : 0;
      const apart = openApart();
      for (const receiver of receivers) await apart.run(() => fanOut(ctx, merchantId, receiver, last));
      const now = ctx.clock();
      const due = receivers.filter(({ pausedUntil }) => pausedUntil === null || pausedUntil <= now);
      await Promise.all(due.map((receiver) => apart.run(() => deliver(ctx, merchantId, receiver, mayGoOn))));
      await apart.run(() => sendMails(ctx, merchantId, mayGoOn));
      apart.end();
    },
    async () => {
      if (ctx.stopping.aborted) return false;
      const receivers = await liveReceivers(ctx, merchantId);
      const last = await transact(ctx.db, (tx) => numberEvents(tx, merchantId));
      const next = await at();
      return receivers.some(({ fannedSeq }) => fannedSeq < last) || (next !== null && next <= ctx.clock());
    },
  );
  const later = await at();
  if (later !== null) await wake(ctx.db, "sendEvents", [merchantId], later);
}

async function liveReceivers(ctx: Context, merchantId: string): Promise<ReceiverRow[]> {
  return (await readReceivers(ctx.db, merchantId)).filter(({ state }) => state === "on");
}

const fannedAtOnce = 1_000;

/**
 * Gives each new event its deliveries, in transactions of some events, none twice. `numbered`: the last number that was given; after
 * a backup was restored no event has it (`skipNumbers`).
 */
async function fanOut(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  numbered: number,
): Promise<void> {
  const { id } = receiver;
  const isWritten = receiver.kind !== "webhook";
  // Without a mail server nothing waits for one: the settings say that no mail is sent.
  const isSent = receiver.kind !== "mail" || ctx.mailer !== null;
  for (let since = receiver.fannedSeq; ;) {
    const last = await transact(ctx.db, async (tx) => {
      const events = await readEvents(tx, merchantId, { since, limit: fannedAtOnce });
      const end = events.at(-1)?.seq;
      if (end === undefined || end === null) {
        if (since < numbered) await noteFanned(tx, merchantId, id, numbered);
        return null;
      }
      const now = ctx.clock();
      const rows = events
        .filter(
          ({ type }) => isSent && asksFor(receiver, type) && (!isWritten || type.startsWith("incident.")),
        )
        .map((event) => ({
          receiverId: id,
          seq: event.seq ?? 0,
          eventId: event.id,
          type: event.type,
          thing: event.thing,
          // What stops the shop from selling is told at once.
          nextAt: isUrgent(event.data) ? now : (endOfQuiet(now, receiver) ?? now),
        }));
      await insertDeliveries(tx, merchantId, rows);
      await noteFanned(tx, merchantId, id, end);
      return end;
    });
    if (last === null) return;
    since = last;
  }
}

/** People who are told that something begins are told that it goes on, too. */
const asksFor = ({ purpose, events }: ReceiverRow, type: string): boolean =>
  events.includes(type) ||
  (type === "incident.updated" && purpose === "notice" && events.includes("incident.opened"));

const isUrgent = (data: object): boolean => "urgent" in data && data.urgent === true;
