import { byOperator, changed, type By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { invalid } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import type { ReceiverKind } from "../../kit/tables.ts";
import { mailSpelling } from "../../kit/text/rules.ts";
import { seal } from "../../sealing/seal.ts";
import { numberEvents } from "../store.ts";
import { checkCount, checkUrl } from "./check-receiver.ts";
import { openReceiver } from "./open-receiver.ts";
import { lastFour, shownTarget } from "./rules.ts";
import { hurry } from "./turn-on.ts";
import { deleteReceivers, insertReceiver, readReceivers, updateReceiver, type ReceiverRow } from "./store.ts";

export type ChannelInput = {
  kind: ReceiverKind;
  to: string;
  events: string[];
  quietHours?: { from: string; until: string } | null | undefined;
  secret?: string | null | undefined;
};

/** The channels as the API shows them: only the last four letters of a chat's address and of secrets. */
export async function readChannels(ctx: Context, merchantId: string) {
  const rows = await readReceivers(ctx.db, merchantId, "notice");
  return rows.map((row) => {
    const { id, kind, targetShown: to, events, state, offWhy, quietFrom, quietUntil } = row;
    const kept = openReceiver(ctx, row).secret;
    const secret = kept === null ? {} : { secret: lastFour(kept) };
    const quiet =
      quietFrom === null || quietUntil === null ? {} : { quietHours: { from: quietFrom, until: quietUntil } };
    const off = offWhy === null ? {} : { offWhy };
    const isSent = kind !== "mail" || ctx.mailer !== null;
    return { id, kind, to, events, ...quiet, ...secret, state, ...off, isSent };
  });
}

/**
 * Saves the whole list of channels. One that existed (same kind and same target, or what is shown of it) keeps what waits for it and
 * is on again; one that is left out is deleted. Throws 422 with the place in the list.
 */
export async function saveChannels(
  ctx: Context,
  input: { merchantId: string; channels: ChannelInput[]; by?: By },
): Promise<void> {
  const { merchantId, channels, by = byOperator } = input;
  checkCount(channels.length, "");
  await transact(ctx.db, async (tx) => {
    // Locks the merchant's head: another save at the same time comes after this one and sees its result.
    await numberEvents(tx, merchantId);
    const before = await readReceivers(tx, merchantId, "notice");
    const left = new Set(before);
    const matched = channels.map((channel, at) => {
      const to = channel.kind === "mail" ? mailSpelling(channel.to) : channel.to.trim();
      const own = [...left].find((row) => row.kind === channel.kind && leadsTo(ctx, row, to));
      // The shown part of a secret means that the secret stays.
      const { secret } = channel;
      const isKept = own !== undefined && (typeof secret !== "string" || isShown(ctx, own, secret));
      if (own === undefined) check(ctx, { ...channel, to }, `[${at}]`);
      else {
        left.delete(own);
        if (!isKept) checkSecret(channel, `[${at}]`);
      }
      const leads = own === undefined ? to : openReceiver(ctx, own).to;
      return { channel: { ...channel, to }, own, isKept, leads };
    });
    refuseTwice(matched.map(({ channel, leads }) => ({ ...channel, to: leads })));
    await deleteReceivers(
      tx,
      merchantId,
      [...left].map(({ id }) => id),
    );
    for (const { channel, own, isKept } of matched) {
      const { kind, to, events, quietHours, secret } = channel;
      const hours = { quietFrom: quietHours?.from ?? null, quietUntil: quietHours?.until ?? null };
      const row = { merchantId, id: own?.id ?? newId() };
      const column = "receivers.secret_sealed" as const;
      const isGiven = secret !== undefined && secret !== null;
      const sealed = isKept
        ? {}
        : { secretSealed: isGiven ? await seal(tx, ctx, { ...row, column }, secret) : null };
      if (own === undefined)
        await insertReceiver(tx, {
          ...row,
          purpose: "notice",
          kind,
          targetSealed: await seal(tx, ctx, { ...row, column: "receivers.target_sealed" }, to),
          targetShown: shownTarget(kind, to),
          events,
          ...hours,
          ...sealed,
        });
      else {
        await updateReceiver(tx, merchantId, own.id, { events, ...hours, ...sealed });
        if (own.quietFrom !== hours.quietFrom || own.quietUntil !== hours.quietUntil)
          await hurry(tx, ctx, merchantId, own.id);
      }
    }
    const told = (rows: ReceiverRow[]) => ({
      channels: rows.map(({ kind, targetShown, events, quietFrom, quietUntil }) => {
        return { kind, to: targetShown, events, quietFrom, quietUntil };
      }),
    });
    const states = changed(told(before), told(await readReceivers(tx, merchantId, "notice")));
    if (states !== null) await addAudit(tx, merchantId, { event: "channelsSaved", by, ...states });
  });
}

/** Throws 422 if one target would get the same message twice (B10). */
function refuseTwice(channels: Pick<ChannelInput, "kind" | "to" | "events">[]): void {
  for (const [at, { kind, to, events }] of channels.entries()) {
    const isTwice = channels
      .slice(0, at)
      .some(
        (each) => each.kind === kind && each.to === to && each.events.some((one) => events.includes(one)),
      );
    if (isTwice)
      throw invalid(`[${at}].to`, {
        ja: "同じ送り先が2つあり、同じお知らせが2通届きます。1つにまとめてください。",
        en: "This place is in the list twice, and would be told of the same thing twice. Leave one of them.",
      });
  }
}

const leadsTo = (ctx: Context, row: ReceiverRow, to: string): boolean =>
  row.targetShown === to || openReceiver(ctx, row).to === to;

const isShown = (ctx: Context, row: ReceiverRow, secret: string): boolean => {
  const kept = openReceiver(ctx, row).secret;
  return kept !== null && lastFour(kept) === secret;
};

function check(ctx: Context, { kind, to, secret }: ChannelInput, path: string): void {
  if (kind === "mail") {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to) || to.length > 255)
      throw invalid(`${path}.to`, {
        ja: "メールアドレスを入力してください(例: shop@example.jp)。",
        en: "Give a mail address (such as shop@example.jp).",
      });
    return;
  }
  if (kind === "chatwork") {
    if (!/^\d{1,15}$/.test(to))
      throw invalid(`${path}.to`, {
        ja: "ChatworkのルームIDを数字で入力してください(例: 123456789)。",
        en: "Give the Chatwork room ID, which is a number (such as 123456789).",
      });
    if (secret === undefined || secret === null)
      throw invalid(`${path}.secret`, {
        ja: "ChatworkのAPIトークンを入力してください。",
        en: "Give the Chatwork API token.",
      });
    return;
  }
  checkSecret({ kind, secret }, path);
  checkUrl(ctx, kind, to, `${path}.to`);
}

/** Throws 422 for a secret that cannot sign. */
function checkSecret({ kind, secret }: Pick<ChannelInput, "kind" | "secret">, path: string): void {
  if (kind === "webhook" && typeof secret === "string" && !isSigning(secret))
    throw invalid(`${path}.secret`, {
      ja: "署名の秘密鍵は whsec_ で始まる文字列です。",
      en: "A signing secret begins with whsec_.",
    });
}

const isSigning = (secret: string): boolean => /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret);
