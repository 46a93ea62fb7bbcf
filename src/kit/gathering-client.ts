import pg from "pg";

/**
 * A connection that sends statements without waiting for earlier answers, and sends all statements of one turn in one write,
 * because each write wakes the database.
 */
export class GatheringClient extends pg.Client {
  #isGathering = false;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true } as pg.ClientConfig);
  }

  /**
   * Times come in the form that the driver reads, and a backslash in a text (of the database's own functions, too) is one, whatever
   * the database or the role has set. Poolers know both settings. Not in the library's types.
   */
  getStartupConf(): object {
    const { getStartupConf } = pg.Client.prototype as unknown as { getStartupConf(): object };
    return { ...getStartupConf.call(this), DateStyle: "ISO", standard_conforming_strings: "on" };
  }

  override query(...given: unknown[]): never {
    this.#gather();
    return (super.query as (...some: unknown[]) => never).apply(this, given);
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = this.connection;
    stream.cork();
    // After the promises of this turn, which may add more queries.
    queueMicrotask(() =>
      process.nextTick(() => {
        this.#isGathering = false;
        stream.uncork();
      }),
    );
  }
}
