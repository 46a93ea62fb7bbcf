import type { Context } from "../../context.ts";
import { tryNotice } from "../../facts/notices.ts";
import { transact } from "../../kit/database.ts";
import { notFound } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { wake } from "../../tasks.ts";
import { postEvent, sayTo } from "../send/say-to.ts";
import { readReceivers } from "./store.ts";
import { turnOn } from "./turn-on.ts";

/** A receiver's answer; `error` if it did not take the message. `status`: of HTTP or of the mail server, if there was one. */
export type Answered = { ok: boolean; status?: number; error?: string; ms: number };

/**
 * テスト送信: sends a channel a trial message and returns the answer. A channel that was off and takes it is on again, with what waited
 * for it. Throws 404 if it is not this merchant's.
 */
export async function tryChannel(
  ctx: Context,
  { merchantId, id }: { merchantId: string; id: string },
): Promise<Answered> {
  const channel = (await readReceivers(ctx.db, merchantId, "notice")).find((each) => each.id === id);
  if (channel === undefined) throw notFound({ ja: "お知らせの送り先", en: "notice channel" });
  const begun = performance.now();
  const trial = newId();
  const { publicUrl } = ctx.settings;
  const outcome =
    channel.kind === "webhook"
      ? await postEvent(ctx, channel, { id: `test_${trial}`, type: "test", at: ctx.clock(), data: {} })
      : await sayTo(ctx, channel, {
          notices: { ja: tryNotice("ja"), en: tryNotice("en") },
          link: publicUrl === undefined ? null : `${publicUrl}/console/settings/notices`,
          thread: `trial-${trial}`,
          replyId: null,
        });
  if (outcome.kind === "ok" && channel.state === "off")
    await transact(ctx.db, async (tx) => {
      await turnOn(tx, ctx, merchantId, id);
      await wake(tx, "sendEvents", [merchantId]);
    });
  const { status } = outcome;
  return {
    ok: outcome.kind === "ok",
    ...(status === undefined ? {} : { status }),
    ...(outcome.kind === "ok" ? {} : { error: outcome.error }),
    ms: Math.round(performance.now() - begun),
  };
}
