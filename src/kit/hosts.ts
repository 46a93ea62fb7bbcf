import pg from "pg";

/**
 * The databases that a URL names, a URL each, in their order: `postgres://user@a:5432,b:5433/shop` as libpq reads it, where one port
 * counts for all. A URL of one host is itself.
 */
export function urlsOf(text: string): string[] {
  const [, before = "", hosts = "", after = ""] =
    /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s.exec(text) ?? [];
  const each = hosts.split(",");
  if (each.length === 1) return [text];
  const [, only] = /:(\d+)$/.exec(each.at(-1) ?? "") ?? [];
  const isOnly = only !== undefined && each.slice(0, -1).every((host) => !/:\d+$/.test(host));
  return each.map((host, nth) => {
    const port = isOnly && nth < each.length - 1 ? `:${only}` : "";
    return `${before}${host}${port}${after}`;
  });
}

type Target = { connectionString: string } | { host: string; user: string; database: string };

/**
 * A connection that knows which host it is on, and whether that has been left since. `renew`: the connections to its host are opened
 * anew, since what they keep is of before. `isThere`: whether the host lets another one in, or says at least why not. `isBeside`:
 * the other one is on the same host.
 */
export type PlacedClient = {
  isLeft(): boolean;
  leave(): void;
  renew(): void;
  isThere(): Promise<boolean>;
  isBeside(other: PlacedClient): boolean;
};

/** Of several hosts, one that does not answer for so long is passed over. */
export const connectMs = 5_000;

/**
 * Connections to one of several databases: new ones go to the first, until one can't be reached or takes no writes; then to the next, in
 * turn. One that takes no writes (a standby, a demoted primary) is left by the connections that are there, too.
 */
export function connectionsTo(
  targets: Target[],
  Base: new (config: pg.ClientConfig) => pg.Client,
): typeof pg.Client {
  let at = 0;
  /** How often each was left. */
  const left = targets.map(() => 0);
  const limit = targets.length > 1 ? { connectionTimeoutMillis: connectMs } : {};
  const pass = (host: number) => {
    if (at === host) at = (host + 1) % targets.length;
  };
  class Placed extends Base implements PlacedClient {
    readonly #host = at;
    readonly #since = left[at] ?? 0;

    constructor(config: pg.ClientConfig) {
      super({ ...config, ...limit, ...targets[at] });
    }

    override connect(): Promise<pg.Client>;
    override connect(told: (error: Error) => void): void;
    override connect(told?: (error: Error) => void): Promise<pg.Client> | undefined {
      if (told === undefined) {
        const asked = super.connect();
        asked.catch(() => pass(this.#host));
        return asked;
      }
      // Told at once: whoever asked listens for errors from that moment on, and one that nobody hears would end the process.
      super.connect((error?: Error | null) => {
        if (error) pass(this.#host);
        told(error as Error);
      });
      return undefined;
    }

    isLeft(): boolean {
      return left[this.#host] !== this.#since;
    }

    leave(): void {
      pass(this.#host);
      this.renew();
    }

    renew(): void {
      if (!this.isLeft()) left[this.#host] = this.#since + 1;
    }

    isBeside(other: PlacedClient): boolean {
      return other instanceof Placed && other.#host === this.#host;
    }

    async isThere(): Promise<boolean> {
      const visitor = new pg.Client({ ...targets[this.#host], connectionTimeoutMillis: connectMs });
      // One that is gone when it should leave is told of by an event.
      visitor.on("error", () => undefined);
      try {
        await visitor.connect();
        return true;
      } catch (error) {
        return error instanceof pg.DatabaseError;
      } finally {
        void visitor.end().catch(() => undefined);
      }
    }
  }
  return Placed as unknown as typeof pg.Client;
}

/**
 * Whether what answered can't be asked for anything: PostgreSQL refused a write since it takes none (a standby, or one that was made
 * read-only), or a pooler has no database behind it (08).
 */
export const isNoPrimary = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^(25006|08)/.test(error.code ?? "");
