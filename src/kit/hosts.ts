import pg from "pg";

/**
 * Splits a URL with several hosts into one URL per host, in their order: `postgres://user@a:5432,b:5433/shop` as libpq reads it,
 * where a single port is for all hosts. Returns a URL of one host unchanged.
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
 * A connection that knows its host and whether that host was left since. `renew`: all connections to its host are replaced, because
 * what they keep is outdated. `isThere`: true if the host accepts another connection, or at least says why not. `isBeside`: true if
 * the other one is on the same host.
 */
export type PlacedClient = {
  isLeft(): boolean;
  leave(): void;
  renew(): void;
  isThere(): Promise<boolean>;
  isBeside(other: PlacedClient): boolean;
};

/** With several hosts, one that does not answer within this time is skipped. */
export const connectMs = 5_000;

/** Errors that a connection ended with before it was open. */
const unopened = new WeakSet<Error>();

/** True if it is why a connection could not be opened: no one answers, a certificate or a password is not accepted, no such database. */
export const isUnopened = (error: unknown): boolean => error instanceof Error && unopened.has(error);

/**
 * Connections to one of several databases: new ones go to the first host until it can't be reached or takes no writes, then to the
 * next, in turn. Existing connections also leave a host that takes no writes (a standby, a demoted primary).
 */
export function connectionsTo(
  targets: Target[],
  Base: new (config: pg.ClientConfig) => pg.Client,
): typeof pg.Client {
  let at = 0;
  /** How often each host was left. */
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
        asked.catch((error: Error) => this.#fail(error));
        return asked;
      }
      // Told in the same turn: the caller listens for errors only from then on, and an error without a listener would end
      // the process.
      super.connect((error?: Error | null) => {
        if (error) this.#fail(error);
        told(error as Error);
      });
      return undefined;
    }

    #fail(error: Error): void {
      unopened.add(error);
      pass(this.#host);
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
      // If it is gone by the time it disconnects, it emits an error event.
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
 * True if the server that answered is of no use: PostgreSQL refused a write because it takes none (a standby, or made read-only), or
 * a pooler has no database behind it (08).
 */
export const isNoPrimary = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^(25006|08)/.test(error.code ?? "");
