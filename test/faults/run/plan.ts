import type { Mode } from "../../../src/kit/tables.ts";
import { startingStock } from "./goods.ts";
import { planBlows, type Blow, type Workers } from "./plan-blows.ts";
import { planBuyer, type Act } from "./plan-buyers.ts";
import { planTill, type TillAct } from "./plan-till.ts";
import { planWeather, type Weather } from "./plan-weather.ts";

/** Everything that a run does, decided before it starts. Times are milliseconds from its start. */
export type Plan = {
  seed: number;
  mode: Mode;
  workers: Workers;
  /** Smaregi's stock at the start, by product. */
  stock: Map<string, number>;
  buyers: Act[][];
  till: TillAct[];
  weather: Weather[];
  blows: Blow[];
};

/** How long things go wrong; what was begun by then is finished after it. */
export const troubleMs = 6_000;
const buyers = 5;

/** The run of a seed: the same for the same three, but for how the real processes meet. */
export function planRun(seed: number, mode: Mode, workers: Workers): Plan {
  const text = `${seed} ${mode} ${workers}`;
  return {
    seed,
    mode,
    workers,
    stock: startingStock(text),
    buyers: Array.from({ length: buyers }, (_, index) => planBuyer(text, index, troubleMs)),
    till: planTill(text, troubleMs),
    weather: planWeather(text, troubleMs),
    blows: planBlows(text, workers, troubleMs),
  };
}
