import type { Connection } from "../../../src/kit/embedded-postgres/start.ts";
import { openGround, openShop, type Ground } from "../../support/shop.ts";
import { openBooks } from "./books.ts";
import { playBuyer, type Counter } from "./buyers.ts";
import { checkOrders, checkPressed } from "./check-orders.ts";
import { checkSingly, checkStock } from "./check-stock.ts";
import type { Finding } from "./findings.ts";
import { openFleet, type Fleet } from "./fleet.ts";
import { fillShelves } from "./goods.ts";
import { openMerchant } from "./merchant.ts";
import { timeoutMs } from "./plan-weather.ts";
import type { Plan } from "./plan.ts";
import { answerHeld, pressAll, reconcile } from "./press.ts";
import { comeToRest, waitForRest } from "./quiet.ts";
import { explain } from "./report.ts";
import { openSender } from "./requests.ts";
import { contractOf, readSingly } from "./smaregi-contracts.ts";
import { atTheirTimes, calmWeather, countFaults, playDoings, playTill, playWeather } from "./smaregi.ts";
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
  /** An embedded PostgreSQL with a migrated template that this run may kill; by default the one of the tests. */
  postgres?: Connection;
  print?: boolean;
};

/**
 * Runs a plan on real processes, waits until everything is at rest, and checks the books. Cleans up what it started.
 */
export async function runSeed(plan: Plan, options: Options = {}): Promise<Result> {
  const begun = performance.now();
  const story = openStory(options.print ?? false);
  const settings = { SMAREGI_TIMEOUT_MS: String(timeoutMs) };
  const ground = await openGround(settings, options);
  try {
    const fleet = await openFleet(ground, plan.workers, story);
    try {
      const findings = await inTime(play(plan, ground, fleet, story, options.postgres !== undefined), story);
      const seconds = (performance.now() - begun) / 1_000;
      return { plan, seconds, counts: story.counts(), findings, story: story.lines(), log: fleet.log() };
    } finally {
      await fleet.close();
    }
  } finally {
    await ground.close();
  }
}

/** A run that hangs has failed, too; most take a tenth of this. */
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

async function play(
  plan: Plan,
  ground: Ground,
  fleet: Fleet,
  story: Story,
  own: boolean,
): Promise<Result["findings"]> {
  const house = {
    ...ground,
    get server() {
      return fleet.web();
    },
  };
  await calmWeather(ground, plan.clockOffsetMs);
  const shop = await openShop(house, {
    contract: contractOf(plan, (productId) => plan.stock.get(productId) ?? Number(productId) % 25),
    mode: plan.mode,
  });
  const other = `${shop.contractId}_other`;
  await ground.control(
    "PUT",
    `/contracts/${other}`,
    contractOf(plan, (productId) => Number(productId) % 9),
  );
  await shop.allow(other);
  const contractIds = [shop.contractId, other];
  const shelves = await fillShelves(shop);
  const findings: Finding[] = [];
  const begun = story.msNow();
  const counter: Counter = {
    ...shelves,
    story,
    send: openSender(fleet, shop.apiKey, story),
    isOver: () => story.msNow() > begun + plan.forMs,
    complain: (text) => findings.push({ invariant: 7, text }),
  };
  const merchant = openMerchant(counter, { own: shop.contractId, other }, plan);
  const buying = plan.buyers.map((acts) => playBuyer(counter, acts));
  const played = await Promise.allSettled([
    playTill(ground, shop, plan.till, story),
    playWeather(ground, plan.weather, story),
    playDoings(ground, shop, plan.doings, story),
    merchant.play(),
    atTheirTimes(plan.blows, story, (blow) => fleet.deal(blow)),
    // Does not kill a database that others use as well.
    plan.databaseKillAt === null || !own ? undefined : fleet.killDatabase(plan.databaseKillAt),
    ...buying,
  ]);
  // Stops if one of the players failed.
  const broken = played.find((each) => each.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  const placed = (await Promise.all(buying)).flat();
  await countFaults(ground, story);
  await calmWeather(ground, plan.clockOffsetMs);
  await fleet.standUp();
  await merchant.settle();
  findings.push(...(await comeToRest(ground, shop, fleet, story)));
  findings.push(...(await answerHeld(ground, shop, story)));
  const modes = new Set([plan.mode]);
  if (plan.changes.some((change) => change.do === "set" && "mode" in change.patch))
    modes.add("standard").add("assured");
  const { mode, still } = plan;
  const given = { mode, still, modes, placed, startingStock: plan.stock, contractIds };
  const open = () => openBooks(ground, shop, { ...given, variationIds: shelves.variationIds });
  // Shows the shop what only Smaregi knows: a sale that a clerk has undone. The quantities need no such help.
  const differences = await reconcile(shop);
  findings.push(
    ...differences.flatMap(({ variationId, ...difference }): Finding[] => {
      const text = `差異チェック has found ${JSON.stringify(difference)}`;
      return variationId === undefined ? [] : [{ invariant: 3, text, variationId }];
    }),
  );
  findings.push(...(await waitForRest(ground, shop)));
  const asked = await open();
  for (const { link } of asked.orders)
    story.count(`orders before the press: ${link.state} ${link.why ?? ""}`);
  findings.push(...checkOrders(asked), ...checkStock(asked), ...checkErrors(fleet, story));
  findings.push(...(await pressAll(ground, shop, contractIds, story)));
  const pressed = await open();
  const ids = pressed.synced.map(({ smaregiProductId }) => smaregiProductId);
  const singly = await readSingly(ground, shop.contractId, "1", ids);
  story.count("linked products read singly", singly.size);
  findings.push(...checkPressed(pressed), ...checkSingly(pressed, singly), ...checkStock(pressed));
  for (const { link } of pressed.orders) story.count(`orders in the end: ${link.state}`);
  return await Promise.all(
    distinct(findings).map(async (finding) => {
      return { ...finding, explained: await explain(ground, shop, contractIds, finding) };
    }),
  );
}

/** A finding before the press may be there after it, too: report it once. */
const distinct = (findings: Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

/** No process ends by itself; and if no database connection was cut, there is no 5xx and no error in a log. */
function checkErrors(fleet: Fleet, story: Story): Finding[] {
  const say = (text: string): Finding => ({ invariant: 7, text });
  const ended = fleet.ended().map(say);
  const counts = story.counts();
  if (["cuts", "database kills"].some((kind) => (counts[kind] ?? 0) > 0)) return ended;
  const answers = counts["answers 500"] ?? 0;
  const logged = fleet.log().filter((line) => /"level":[56]0/.test(line));
  return [
    ...ended,
    ...(answers > 0 ? [say(`${answers} requests were answered 500`)] : []),
    ...logged.map(say),
  ];
}
