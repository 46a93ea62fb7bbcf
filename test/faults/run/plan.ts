import type { Mode } from "../../../src/kit/tables.ts";
import { chanceOf } from "./chance.ts";
import { startingStock } from "./goods.ts";
import { planBlows, type Blow, type Workers } from "./plan-blows.ts";
import { planBuyer, type Act } from "./plan-buyers.ts";
import { planChanges, type Change } from "./plan-changes.ts";
import { planDoings, type Doing } from "./plan-smaregi.ts";
import { planTill, type TillAct } from "./plan-till.ts";
import { planWeather, type Weather } from "./plan-weather.ts";

/** Everything that a run does, decided before it starts. Times are milliseconds from its start. */
export type Plan = {
  seed: number;
  mode: Mode;
  workers: Workers;
  /** How long things go wrong; what has begun by then is finished after it. */
  forMs: number;
  /** No setting changes and no clerk undoes a sale: then every piece that the shop sells must add up. */
  still: boolean;
  /** Smaregi's stock at the start, by product; and the number of its other products. */
  stock: Map<string, number>;
  crowd: number;
  /** How far Smaregi's clock is ahead of ours, all the time. */
  clockOffsetMs: number;
  buyers: Act[][];
  till: TillAct[];
  weather: Weather[];
  blows: Blow[];
  changes: Change[];
  doings: Doing[];
  /** The embedded database is killed at this time; null: not in this run. */
  databaseKillAt: number | null;
};

const buyers = 5;

/** The run of a seed: the same for the same four arguments, except for the timing of the real processes. */
export function planRun(seed: number, mode: Mode, workers: Workers, forMs = 8_000): Plan {
  const text = `${seed} ${mode} ${workers}`;
  const chance = chanceOf(`${text} whole`);
  const still = chance.is(0.25);
  return {
    seed,
    mode,
    workers,
    forMs,
    still,
    stock: startingStock(text),
    crowd: chance.pick([200, 200, 1_300, 2_600]),
    clockOffsetMs: chance.pick([0, 0, 0, -600_000, -45_000, 90_000, 600_000]),
    buyers: Array.from({ length: buyers }, (_, index) => planBuyer(text, index, forMs)),
    till: planTill(text, forMs),
    weather: planWeather(text, forMs),
    blows: planBlows(text, workers, forMs),
    changes: planChanges(text, mode, still, forMs),
    doings: planDoings(text, still, forMs),
    databaseKillAt: chance.is(0.2) ? chance.between(500, forMs - 500) : null,
  };
}
