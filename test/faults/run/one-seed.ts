import type { Connection } from "../../../src/kit/embedded-postgres/start.ts";
import { openGround, openShop, type Ground } from "../../support/shop.ts";
import { openBooks } from "./books.ts";
import { playBuyer, type Counter } from "./buyers.ts";
import { checkOrders } from "./check-orders.ts";
import { checkStock } from "./check-stock.ts";
import type { Finding } from "./findings.ts";
import { openFleet, type Fleet } from "./fleet.ts";
import { fillShelves, smaregiProductIds } from "./goods.ts";
import { timeoutMs } from "./plan-weather.ts";
import { troubleMs, type Plan } from "./plan.ts";
import { comeToRest } from "./quiet.ts";
import { explain } from "./report.ts";
import { openSender } from "./requests.ts";
import { atTheirTimes, countFaults, playTill, playWeather } from "./smaregi.ts";
import { openStory, type Story } from "./story.ts";

export type Result = {
  plan: Plan;
  seconds: number;
  counts: Record<string, number>;
  findings: (Finding & { explained: string[] })[];
  /** What happened, and what the processes logged. */
  story: string[];
  log: string[];
};

type Options = {
  /** A PostgreSQL with a migrated template; that of the tests where none is given. */
  postgres?: Connection;
  print?: boolean;
};

/** Runs a plan on real processes, waits until all is at rest, and checks the books. Cleans up what it started. */
export async function runSeed(plan: Plan, options: Options = {}): Promise<Result> {
  const begun = performance.now();
  const story = openStory(options.print ?? false);
  const settings = { SMAREGI_TIMEOUT_MS: String(timeoutMs) };
  const ground = await openGround(settings, options);
  try {
    const fleet = await openFleet(ground, plan.workers, story);
    try {
      const findings = await inTime(play(plan, ground, fleet, story), story);
      const seconds = (performance.now() - begun) / 1_000;
      return { plan, seconds, counts: story.counts(), findings, story: story.lines(), log: fleet.log() };
    } finally {
      await fleet.close();
    }
  } finally {
    await ground.close();
  }
}

/** A run that hangs has failed too; most take a tenth of this. */
const limitMs = 240_000;

async function inTime<T>(work: Promise<T>, story: Story): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => {
      refuse(
        new Error(`It did not end within ${limitMs / 1_000} s:\n${story.lines().slice(-40).join("\n")}`),
      );
    }, limitMs);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

async function play(plan: Plan, ground: Ground, fleet: Fleet, story: Story): Promise<Result["findings"]> {
  const house = {
    ...ground,
    get server() {
      return fleet.web();
    },
  };
  const shop = await openShop(house, {
    products: smaregiProductIds.map((productId) => ({
      productId,
      productName: `品${productId}`,
      price: 1_000,
    })),
    stock: [...plan.stock].map(([productId, stockAmount]) => ({ productId, stockAmount })),
    mode: plan.mode,
  });
  const shelves = await fillShelves(shop);
  const findings: Finding[] = [];
  const begun = story.msNow();
  const counter: Counter = {
    ...shelves,
    story,
    send: openSender(fleet, shop.apiKey, story),
    isOver: () => story.msNow() > begun + troubleMs,
    complain: (text) => findings.push({ invariant: 7, text }),
  };
  const buying = plan.buyers.map((acts) => playBuyer(counter, acts));
  const played = await Promise.allSettled([
    playTill(ground, shop, plan.till, story),
    playWeather(shop, ground, plan.weather, story),
    atTheirTimes(plan.blows, story, (blow) => fleet.deal(blow)),
    ...buying,
  ]);
  // Nobody plays on when one of them could not.
  const broken = played.find((each) => each.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  const placed = (await Promise.all(buying)).flat();
  await countFaults(ground, shop, story);
  findings.push(...(await comeToRest(ground, shop, fleet, story)));
  const books = await openBooks(ground, shop, {
    mode: plan.mode,
    placed,
    startingStock: plan.stock,
    variationIds: shelves.variationIds,
  });
  findings.push(...checkOrders(books), ...checkStock(books), ...checkErrors(fleet, story));
  for (const { link } of books.orders) story.count(`orders in the end: ${link.state}`);
  return await Promise.all(
    findings.map(async (finding) => ({ ...finding, explained: await explain(ground, shop, finding) })),
  );
}

/** No process ends by itself; and where no database connection was cut, no 5xx and no error in a log. */
function checkErrors(fleet: Fleet, story: Story): Finding[] {
  const say = (text: string): Finding => ({ invariant: 7, text });
  const ended = fleet.ended().map(say);
  const counts = story.counts();
  if ((counts["cuts"] ?? 0) + (counts["freezes with a cut"] ?? 0) > 0) return ended;
  const answers = counts["answers 500"] ?? 0;
  const logged = fleet.log().filter((line) => /"level":[56]0/.test(line));
  return [
    ...ended,
    ...(answers > 0 ? [say(`${answers} requests were answered 500`)] : []),
    ...logged.map(say),
  ];
}
