import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { shopLimits, staffStreamsPerMerchant } from "./rules.ts";

/** Lets a reader open a live stream of a shop; call the returned function once when the stream has ended. */
export type EnterStream = (reader: { merchantId: string; address: string }) => () => void;

/**
 * Counts the shops' live streams of this process; throws a 429 `too_many_streams` for one too many of an address or a
 * merchant.
 */
export function openStreams(ctx: Pick<Context, "settings" | "metrics">): EnterStream {
  const { streamsPerAddress } = ctx.settings.shopLimits;
  return countStreams(ctx, { perAddress: streamsPerAddress, perMerchant: shopLimits.streamsPerMerchant });
}

/**
 * Counts the live streams of merchants' own pages and programs in this process, by merchant, because a shop's tablets
 * share one address.
 */
export function openStaffStreams(ctx: Pick<Context, "metrics">): EnterStream {
  return countStreams(ctx, { perAddress: 0, perMerchant: staffStreamsPerMerchant });
}

function countStreams(
  ctx: Pick<Context, "metrics">,
  { perAddress, perMerchant }: { perAddress: number; perMerchant: number },
): EnterStream {
  const open = new Map<string, number>();
  const add = (name: string, change: 1 | -1) => {
    const count = (open.get(name) ?? 0) + change;
    if (count === 0) open.delete(name);
    else open.set(name, count);
  };
  return ({ merchantId, address }) => {
    const [ofAddress, ofMerchant] = [`address ${address}`, `merchant ${merchantId}`];
    const isFull = (name: string, limit: number) => limit > 0 && (open.get(name) ?? 0) >= limit;
    if (isFull(ofAddress, perAddress) || isFull(ofMerchant, perMerchant)) {
      ctx.metrics.refused.inc({ limit: "streams" });
      throw tooMany();
    }
    add(ofAddress, 1);
    add(ofMerchant, 1);
    return () => {
      add(ofAddress, -1);
      add(ofMerchant, -1);
    };
  };
}

/** In seconds: by then some page is closed. */
const pause = 30;
const tooMany = (): AppError =>
  new AppError(
    "too_many_streams",
    {
      ja: "同時に開いているページが多すぎるため、自動更新はできません。ページを読み込み直すと、最新の内容を確認できます。",
      en: "Too many pages are open at once for live updates. Load the page again to see things as they are.",
    },
    [],
    pause,
  );
