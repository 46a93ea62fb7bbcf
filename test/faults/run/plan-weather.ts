import { chanceOf, type Chance } from "./chance.ts";
import { crowdId } from "./goods.ts";

/** How Smaregi behaves from `at` on: the next calls of a kind fail, or a switch is on for a while. */
export type Weather = { at: number } & (
  | { do: "fault"; call: string; kind: string; times: number; delayMs: number }
  | { do: "spell"; patch: Record<string, unknown>; calm: Record<string, unknown>; forMs: number }
);

/** The time limit of one call to Smaregi in these runs. */
export const timeoutMs = 1_000;

const unclear = [
  "commitThenTimeout",
  "commitThenReset",
  "commitThen500",
  "timeoutThenCommit",
  "timeoutThenCommit",
  "timeout",
  "reset",
  "garbage",
  "emptyBody",
  "status500",
  "status503",
  "html502",
];
/** An empty list, and one whose page border moves: a row that is not ours is deleted between two pages. */
const oddLists = ["emptyList", "emptyList", "garbage"];
const refused = ["status400", "status401", "status429"];
const calls = [
  ["POST /transactions", 8],
  ["POST /transactions/{id}/cancel", 4],
  ["GET /transactions", 2],
  ["GET /transactions/{id}", 2],
  ["GET /stock", 4],
  ["POST /token", 1],
] as const;

/** Faults of single calls all the time, and one spell of odd weather after another. */
export function planWeather(seed: string, forMs: number): Weather[] {
  const chance = chanceOf(`${seed} weather`);
  const weather: Weather[] = [];
  for (let at = chance.between(100, 600); at < forMs; at += chance.between(50, 500)) {
    weather.push({ at, ...fault(chance) });
  }
  for (let at = chance.between(0, 800); at < forMs;) {
    const spell = nextSpell(chance);
    weather.push({ at, ...spell });
    at += spell.forMs + chance.between(50, 700);
  }
  return weather.sort((a, b) => a.at - b.at);
}

function fault(chance: Chance) {
  const bag = calls.flatMap(([call, weight]) => Array.from({ length: weight }, () => call));
  const call = chance.pick(bag);
  const writes = call.startsWith("POST /transactions");
  const isOddList = call === "GET /stock" && chance.is(0.2);
  const kind = isOddList ? chance.pick(oddLists) : chance.pick(chance.is(0.75) ? unclear : refused);
  // Only a sale or its cancellation can take effect late: at the latest before a look may count, which is one and a
  // half times the time limit after it was sent.
  const late = kind === "timeoutThenCommit";
  const [earliest, latest] = !late
    ? [10, 300]
    : chance.is(0.5)
      ? [0, timeoutMs]
      : [timeoutMs, timeoutMs + 200];
  const delayMs = late || chance.is(0.3) ? chance.between(earliest, latest) : 0;
  const times = chance.pick([1, 1, 1, 2, 3]);
  return { do: "fault" as const, call, kind: late && !writes ? "timeout" : kind, times, delayMs };
}

function nextSpell(chance: Chance) {
  const [patch, calm, low, high] = chance.pick([
    [{ maintenance: "problem503" }, { maintenance: "off" }, 300, 1_500],
    [{ maintenance: "html503" }, { maintenance: "off" }, 300, 1_500],
    [{ maintenance: "reset" }, { maintenance: "off" }, 300, 1_000],
    [{ maintenance: "hang" }, { maintenance: "off" }, 300, 900],
    [{ notifications: "drop" }, { notifications: "deliver" }, 500, 2_000],
    [{ dropEveryNth: chance.between(2, 4) }, { dropEveryNth: 0 }, 500, 2_000],
    [{ duplicateNotifications: chance.between(1, 3) }, { duplicateNotifications: 0 }, 500, 2_000],
    [{ reorderNotificationsMs: chance.between(100, 700) }, { reorderNotificationsMs: 0 }, 800, 2_000],
    [{ notificationDelayMs: chance.between(50, 900) }, { notificationDelayMs: 0 }, 500, 2_000],
    [{ notificationPerId: true }, { notificationPerId: false }, 500, 2_000],
    [{ webhookHeader: "wrong" }, { webhookHeader: "correct" }, 200, 800],
    [{ latencyMs: chance.between(20, 120) }, { latencyMs: 0 }, 500, 2_000],
    [{ tokenSeconds: 1 }, { tokenSeconds: 3_600 }, 500, 2_000],
    [{ secondCancel: 200 }, { secondCancel: 400 }, 500, 2_000],
    [{ closedSaleCancel: 400 }, { closedSaleCancel: 200 }, 500, 2_000],
    [{ pageLimit: chance.pick([20, 100, 400]) }, { pageLimit: null }, 500, 2_500],
    [{ pageLimit: chance.pick([20, 100, 400]) }, { pageLimit: null }, 500, 2_500],
    [{ oddRows: oddRows(chance) }, { oddRows: [] }, 500, 2_500],
    [{ oddRows: oddRows(chance) }, { oddRows: [] }, 500, 2_500],
    [{ failingRows: failingRows(chance) }, { failingRows: [] }, 500, 2_500],
    [{ longestPage: chance.pick([5, 60]) }, { longestPage: null }, 500, 2_500],
    [{ notificationStoreId: "2" }, { notificationStoreId: null }, 300, 1_500],
    [{ webhookContractId: "sb_stranger" }, { webhookContractId: null }, 300, 1_500],
    [{ unknownProductStock: 404 }, { unknownProductStock: "empty" }, 500, 2_500],
  ] as const);
  return { do: "spell" as const, patch, calm, forMs: chance.between(low, high) };
}

const seenIds = ["1", "3", "4", "6", "10", "12", crowdId(1), crowdId(30)];

/** Rows at which lists fail, for as long as the spell lasts. */
function failingRows(chance: Chance) {
  const calls = ["GET /stock", "GET /products"] as const;
  return Array.from({ length: chance.between(1, 2) }, () => ({
    call: chance.pick(calls),
    id: chance.pick(seenIds),
  }));
}

/** Unreadable rows, of goods of ours and of others, for as long as the spell lasts. */
function oddRows(chance: Chance) {
  const oddly = [{ stockAmount: null }, { stockAmount: "1.5" }, { stockAmount: "x" }, { productId: null }];
  return Array.from({ length: chance.between(1, 4) }, () => ({
    call: "GET /stock",
    id: chance.pick(seenIds),
    fields: chance.pick(oddly),
  }));
}
