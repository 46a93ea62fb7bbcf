import { chanceOf, type Chance } from "./chance.ts";

/** The number of worker processes: one that does everything, or three beside two web servers. */
export type Workers = 1 | 3;

/** What happens to a server process: `place` is its name in the fleet. */
export type Blow = { at: number; place: string } &
  /** `kill -9`, and started again after a while. */
  (
    | { do: "kill"; downMs: number }
    /** SIGSTOP, and SIGCONT after a while; `cut`: the database closes its connections meanwhile. */
    | { do: "freeze"; forMs: number; cut: boolean }
    /** Its database connections are cut, as by a restart of the database. */
    | { do: "cut" }
  );

/** The processes of a run: one that does everything, or two web servers and three workers. */
export const placesOf = (workers: Workers): string[] =>
  workers === 1 ? ["all"] : ["web 1", "web 2", "worker 1", "worker 2", "worker 3"];

/** Blows at all processes, one after another at each; every third seed also cuts database connections. */
export function planBlows(seed: string, workers: Workers, forMs: number): Blow[] {
  const chance = chanceOf(`${seed} blows`);
  const cuts = chance.is(1 / 3);
  const blows = placesOf(workers).flatMap((place) => {
    const own: Blow[] = [];
    const calmMs = workers === 1 ? 2_000 : 4_000;
    for (let at = chance.between(200, calmMs); at < forMs; at += chance.between(300, calmMs)) {
      const blow = nextBlow(chance, cuts);
      own.push({ at, place, ...blow });
      // A start takes time, too.
      at += blow.do === "kill" ? blow.downMs + 1_500 : blow.do === "freeze" ? blow.forMs : 0;
    }
    return own;
  });
  return blows.sort((a, b) => a.at - b.at);
}

type WithoutPlace<T> = T extends unknown ? Omit<T, "at" | "place"> : never;

function nextBlow(chance: Chance, cuts: boolean): WithoutPlace<Blow> {
  const fate = chance.next();
  if (cuts && fate < 0.25) return { do: "cut" };
  if (fate < 0.65) return { do: "kill", downMs: chance.between(0, 600) };
  // Longer than any time limit of the product, of its callers and of Smaregi's notifications; or very short.
  const forMs = chance.is(0.6) ? chance.between(1_500, 3_500) : chance.between(50, 800);
  return { do: "freeze", forMs, cut: cuts && chance.is(0.6) };
}
