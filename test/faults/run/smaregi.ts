import { setTimeout as delay } from "node:timers/promises";
import type { Ground, Json, Shop } from "../../support/shop.ts";
import type { Doing } from "./plan-smaregi.ts";
import type { TillAct } from "./plan-till.ts";
import type { Weather } from "./plan-weather.ts";
import { salesOf, stands, tillOf } from "./smaregi-contracts.ts";
import type { Story } from "./story.ts";

/** Plays everything at its planned time. */
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

/** Sells and counts at the till. A product that is deleted at this moment can't be sold. */
export async function playTill(ground: Ground, shop: Shop, acts: TillAct[], story: Story): Promise<void> {
  const at = `/contracts/${shop.contractId}`;
  await atTheirTimes(acts, story, async (act) => {
    const isDone = await playTillAct(ground, at, act).then(
      () => true,
      (error: unknown) => {
        if (!String(error).includes("There is no product")) throw error;
        return false;
      },
    );
    story.count(
      !isDone ? "till refused (product deleted)" : act.do === "sell" ? "till sales" : "till counts",
    );
    story.tell(`till: ${JSON.stringify(act)}${isDone ? "" : ", refused"}`);
  });
}

async function playTillAct({ control }: Ground, at: string, act: TillAct): Promise<void> {
  if (act.do === "sell") {
    const { storeId, lines } = act;
    await control("POST", `${at}/sales`, { storeId, terminalId: tillOf[storeId], lines });
  } else if (act.do === "countMany") {
    const changes = act.productIds.map((productId) => ({
      productId,
      storeId: "1",
      stockAmount: act.stockAmount,
    }));
    await control("POST", `${at}/stock`, { changes, notify: true });
  } else {
    const { productId, notify, stockAmount, amount } = act;
    const how = stockAmount === undefined ? { amount } : { stockAmount };
    await control("POST", `${at}/stock`, { changes: [{ productId, storeId: "1", ...how }], notify });
  }
}

/** Plays what people do in Smaregi besides selling; counts the results. */
export async function playDoings(ground: Ground, shop: Shop, doings: Doing[], story: Story): Promise<void> {
  const { control } = ground;
  const at = `/contracts/${shop.contractId}`;
  await atTheirTimes(doings, story, async (doing) => {
    switch (doing.do) {
      case "undo": {
        const open = (await salesOf(ground, [shop.contractId])).filter(stands);
        const sale = open[Math.floor(doing.which * open.length)];
        if (sale === undefined) return;
        const path = `${at}/transactions/${sale["transactionHeadId"]}/${doing.how}`;
        // The shop, or a closed day, may be faster.
        const isDone = await control("POST", path).then(
          () => true,
          () => false,
        );
        if (!isDone) return;
        story.tell(`clerk: ${doing.how} of ${sale["transactionHeadId"]}, order ${sale["memo"]}`);
        story.count("clerk's undoings");
        return story.count(doing.how === "cancel" ? "clerk's 取消" : "clerk's 打消");
      }
      case "remake": {
        const { productId, keepStock, stockAmount } = doing;
        await control("DELETE", `${at}/products/${productId}?keepStock=${keepStock}`);
        story.tell(`clerk: deletes product ${productId}${keepStock ? ", its stock rows stay" : ""}`);
        await delay(doing.forMs);
        const product = { productId, productName: `品${productId}`, price: 1_000 };
        await control("POST", `${at}/products`, { products: [product] });
        // Another clerk who deletes it at the same time may be faster: then it has no stock.
        await control("POST", `${at}/stock`, { changes: [{ productId, storeId: "1", stockAmount }] }).catch(
          () => undefined,
        );
        story.tell(`clerk: makes product ${productId} again, with ${stockAmount}`);
        return story.count("products deleted and made again");
      }
      case "notice": {
        const contractId = doing.contract === "own" ? shop.contractId : "sb_stranger";
        const body: Json = { contractId, event: "pos:stock", action: "edited", ids: doing.ids };
        await control("POST", "/notifications", body);
        return story.count(doing.contract === "own" ? "odd notices" : "notices of another contract");
      }
      default:
        return doing satisfies never;
    }
  });
}

/** Plays the weather: faults of calls, and switches turned on for a while, in every contract. */
export async function playWeather(ground: Ground, weather: Weather[], story: Story): Promise<void> {
  await atTheirTimes(weather, story, async (each) => {
    if (each.do === "fault") {
      const { call, kind, times, delayMs } = each;
      await ground.control("POST", "/faults", { call, kind, times, delayMs });
      return;
    }
    story.tell(`Smaregi: ${JSON.stringify(each.patch)} for ${each.forMs} ms`);
    story.count(`spells of ${Object.keys(each.patch)[0]}`);
    await ground.control("PATCH", "/switches", each.patch);
    await delay(each.forMs);
    await ground.control("PATCH", "/switches", each.calm);
  });
}

/** Ends all faults in Smaregi; its clock stays as it is. */
export async function calmWeather(ground: Ground, clockOffsetMs: number): Promise<void> {
  await ground.control("DELETE", "/faults");
  await ground.control("POST", "/switches/reset");
  await ground.control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0, clockOffsetMs });
}

/** Counts the faults of calls, by kind, and the notifications that no one got. */
export async function countFaults(ground: Ground, story: Story): Promise<void> {
  const { calls } = await ground.control("GET", "/calls");
  story.count("calls to Smaregi", calls.length);
  for (const { fault } of calls as { fault?: string }[]) {
    if (fault !== undefined) story.count(`faults: ${fault}`);
  }
  const sent = await ground.control("GET", "/notifications");
  const lost = (sent as { status: number | null }[]).filter(({ status }) => status !== 200).length;
  story.count("notifications lost", lost);
  story.count("notifications sent", sent.length - lost);
}
