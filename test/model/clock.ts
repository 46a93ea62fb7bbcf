/** A call's own time limit, in ticks; and how long after it was sent it may still take effect (P4). */
export const timeLimit = 8;
export const fullWait = 12;
const tickMs = 1_000_000;

/** For the product, a tick has enough milliseconds that all readings of the time within it differ. */
export const ticksInMs = (ticks: number): number => ticks * tickMs;

/** The database's time: each reading is later than the one before. */
export class Clock {
  ticks = 0;
  private readings = 0;

  now(): Date {
    this.readings += 1;
    return this.last();
  }

  /** The time, without counting as another reading. */
  last(): Date {
    return new Date(this.ticks * tickMs + this.readings);
  }

  /** The tick of a moment. */
  tickOf(moment: Date): number {
    return Math.floor(moment.getTime() / tickMs);
  }

  /** The first tick at whose beginning something is due. */
  dueTick(moment: Date): number {
    return Math.ceil(moment.getTime() / tickMs);
  }
}
