import { setTimeout as delay } from "node:timers/promises";
import type { Shop, Ground } from "../../support/shop.ts";
import type { TillAct } from "./plan-till.ts";
import type { Weather } from "./plan-weather.ts";
import type { Story } from "./story.ts";

/** Plays what has a time, each at its own. */
export async function atTheirTimes<T extends { at: number }>(
  acts: T[],
  story: Story,
  play: (act: T) => Promise<void>,
): Promise<void> {
  const begun = story.msNow();
  await Promise.all(
    acts.map(async (act) => {
      await delay(Math.max(0, begun + act.at - story.msNow()));
      await play(act);
    }),
  );
}

/** Sells and counts at the till. */
export async function playTill(ground: Ground, shop: Shop, acts: TillAct[], story: Story): Promise<void> {
  await atTheirTimes(acts, story, async (act) => {
    if (act.do === "sell") {
      await shop.sell(act.lines);
      story.count("till sales");
      story.tell(
        `till: sells ${act.lines.map((line) => `${line.quantity} of ${line.productId}`).join(", ")}`,
      );
      return;
    }
    const { productId, notify, stockAmount, amount } = act;
    const change = {
      productId,
      storeId: "1",
      ...(stockAmount === undefined ? { amount } : { stockAmount }),
    };
    await ground.control("POST", `/contracts/${shop.contractId}/stock`, { changes: [change], notify });
    story.count("till counts");
    const how = stockAmount === undefined ? `adds ${amount} to` : `sets ${stockAmount} of`;
    story.tell(`till: ${how} ${productId}${notify ? "" : ", and tells nobody"}`);
  });
}

/** Plays the weather: faults of calls, and switches turned for a while. */
export async function playWeather(
  shop: Shop,
  ground: Ground,
  weather: Weather[],
  story: Story,
): Promise<void> {
  await atTheirTimes(weather, story, async (each) => {
    if (each.do === "fault") {
      const { call, kind, times, delayMs } = each;
      await ground.control("POST", "/faults", { contractId: shop.contractId, call, kind, times, delayMs });
      return;
    }
    story.tell(`Smaregi: ${JSON.stringify(each.patch)} for ${each.forMs} ms`);
    story.count(`spells of ${Object.keys(each.patch)[0]}`);
    await shop.switches(each.patch);
    await delay(each.forMs);
    await shop.switches(each.calm);
  });
}

/** Nothing goes wrong in Smaregi any more. */
export async function calmWeather(ground: Ground): Promise<void> {
  await ground.control("DELETE", "/faults");
  await ground.control("POST", "/switches/reset");
  await ground.control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
}

/** Counts the faults that calls met, by kind, and the notifications that nobody got. */
export async function countFaults(ground: Ground, shop: Shop, story: Story): Promise<void> {
  const { calls } = await ground.control("GET", `/calls?contractId=${shop.contractId}`);
  story.count("calls to Smaregi", calls.length);
  for (const { fault } of calls as { fault?: string }[]) {
    if (fault !== undefined) story.count(`faults: ${fault}`);
  }
  const sent = await ground.control("GET", `/notifications?contractId=${shop.contractId}`);
  const lost = (sent as { status: number | null }[]).filter(({ status }) => status !== 200).length;
  story.count("notifications lost", lost);
  story.count("notifications sent", sent.length - lost);
}
