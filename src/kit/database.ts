import { Kysely, PostgresDialect, sql, Transaction, type KyselyProps } from "kysely";
import pg from "pg";
import { gatherHooks, shareHooks } from "./after-commit.ts";
import { ColumnCompiler, columnNames } from "./column-names.ts";
import { isSystemError } from "./embedded-postgres/system-error.ts";
import { settle, tellFailures } from "./gathered.ts";
import { GatheringClient } from "./gathering-client.ts";
import { connectionsTo, connectMs, isUnopened, urlsOf, type PlacedClient } from "./hosts.ts";
import { isPlanOfBefore, NamingClient } from "./named.ts";
import { PoolDriver } from "./pool-driver.ts";
import { type silence, watchSilence } from "./silent-hosts.ts";
import type { Tables } from "./tables.ts";

/** A connection pool, or a transaction on one of its connections: every store function takes either. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

// The driver returns int8 as text; our counts and yen are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A date is a day of the calendar (YYYY-MM-DD), not a moment.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> };

class PoolDialect extends PostgresDialect {
  readonly #open: () => PoolDriver;

  constructor(pool: pg.Pool, hosts: number) {
    super({ pool });
    this.#open = () => new PoolDriver(pool, hosts);
  }

  override createDriver(): PoolDriver {
    return this.#open();
  }

  override createQueryCompiler(): ColumnCompiler {
    return new ColumnCompiler();
  }
}

/**
 * Opens a connection pool to PostgreSQL. `connection` is a URL (or one per host), or the Unix socket folder of the embedded one. If
 * there are several hosts, the pool uses the one that takes writes.
 * Errors of idle connections (for example when the database restarts) go to `onError` and never end the process. `named` false: keeps
 * no prepared statements.
 */
export function openDatabase(
  connection: string | string[] | { host: string; user: string; database: string },
  options: { max: number; onError: (error: Error) => void; named?: boolean; silent?: typeof silence },
): Database {
  const urls = typeof connection === "string" ? urlsOf(connection) : connection;
  const targets = Array.isArray(urls) ? urls.map((connectionString) => ({ connectionString })) : [urls];
  const Client = options.named === false ? GatheringClient : NamingClient;
  const pool = new pg.Pool({
    max: options.max,
    application_name: "musubi",
    Client: connectionsTo(targets, Client),
    ...(targets.length > 1 && { onConnect: mustWrite as Told }),
  });
  let isOpen = true;
  // A server that stops right after us may end connections that are being closed: no one needs to know.
  const onError = (error: Error) => {
    if (isOpen) options.onError(error);
  };
  pool.on("error", onError);
  // If a connection in use breaks, its query fails; the event itself must not end the process.
  pool.on("connect", (client) => client.on("error", onError));
  // With only one host there is no other to switch to, so it can only wait.
  const endWatch = targets.length > 1 ? watchSilence(pool, options.silent) : () => undefined;
  const db = new Kysely<Tables>({
    dialect: new PoolDialect(pool, targets.length),
    plugins: [columnNames],
  });
  tellFailures(db, (error) => onError(error as Error));
  return {
    db,
    pool,
    close: async () => {
      await settle(db);
      isOpen = false;
      endWatch();
      await db.destroy();
    },
  };
}

/** The system's errors for a program, machine or name that is not there, and for no room for another connection. */
const unreachable = [
  "ECONNREFUSED ECONNRESET EPIPE",
  "ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN",
  "ENOTFOUND EAI_AGAIN",
  "EMFILE ENFILE ENOBUFS EADDRNOTAVAIL",
].flatMap((codes) => codes.split(" "));

/**
 * True if a query failed because the database can't be reached now: it restarts, has no connection left, or is gone.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (isUnopened(error)) return true;
  // 08: connection error; 57P: it stops or starts; 53300: all connections are taken; 55000: it lets no one in; 25006: it takes no
  // writes.
  if (error instanceof pg.DatabaseError) return /^(08|57P|53300|55000|25006)/.test(error.code ?? "");
  if (isSystemError(error, ...unreachable)) return true;
  // The last one is what the rollback reports if the connection broke in its transaction.
  return (
    error instanceof Error &&
    /^Connection terminated|^timeout expired|^connect ENOENT|is not queryable$/.test(error.message)
  );
}

/** Runs `work` in the caller's transaction if `db` is one, otherwise in its own. */
export async function within<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? await work(db) : await transact(db, work);
}

/**
 * Reads a consistent snapshot, even if others commit between two of the statements. If `db` is a transaction, reads in it, at its
 * isolation level. `read` must not write.
 */
export async function asOfOneMoment<Result>(db: Db, read: (db: Db) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return await read(db);
  const transaction = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return await transaction.execute(read);
}

/**
 * Throws on a standby, and on a primary that was made read-only. It locks as a write does, so that the pool also leaves such a
 * host.
 */
export async function mustTakeWrites(db: Db): Promise<void> {
  await sql`select from merchants where false for update`.execute(db);
}

/** The library waits for the returned promise, although its types do not say so. */
type Told = (client: pg.ClientBase) => void;

/**
 * With several hosts, the pool needs one that takes writes. It also leaves a host that does not confirm this in time: a pooler
 * accepts connections even if no database is behind it.
 */
async function mustWrite(client: pg.ClientBase): Promise<void> {
  const text =
    "select pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as reads";
  const placed = client as unknown as PlacedClient;
  try {
    // The library accepts a time limit per query, although its types do not say so.
    const { rows } = await client.query<{ reads: boolean }>({ text, query_timeout: connectMs } as {
      text: string;
    });
    if (rows[0]?.reads !== true) return;
  } catch (error) {
    placed.leave();
    throw new Error("Connection terminated: no database answered", { cause: error });
  }
  placed.leave();
  throw new Error("Connection terminated: this database takes no writes");
}

/**
 * True if PostgreSQL ended this transaction because of another one or of a migration: nothing of it is written, and it may run again.
 */
export function isGivenWay(error: unknown): boolean {
  // 40001: another transaction changed what it saw; 40P01: a deadlock; 55P03: its lock timeout has passed.
  if (error instanceof pg.DatabaseError && ["40001", "40P01", "55P03"].includes(error.code ?? ""))
    return true;
  return isPlanOfBefore(error);
}

/** True if PostgreSQL itself refused a statement of a transaction: nothing of it is written, for certain (40003 leaves that open). */
export const isRolledBack = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== "40003" && !isDatabaseAway(error);

/**
 * Runs `work` in its own transaction. If it had to give way to another one, runs it again, up to three times in all (`tries`), so
 * that no caller notices. `work` changes only the database; everything else that follows from it waits for the commit
 * (`afterCommit`).
 */
export async function transact<Result>(
  db: Db,
  work: (tx: Tx) => Promise<Result>,
  { tries: most = 3 } = {},
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      let hooks: ReturnType<typeof gatherHooks> = [];
      const result = await db.transaction().execute((tx) => {
        hooks = gatherHooks(tx);
        return work(tx);
      });
      for (const hook of hooks) hook(db);
      return result;
    } catch (error) {
      if (!isGivenWay(error) || tries >= most) throw error;
    }
  }
}

type Ask = (open: Tx) => Promise<unknown>;
type Answers<Asks extends readonly Ask[]> = { [Nth in keyof Asks]: Awaited<ReturnType<Asks[Nth]>> };

/**
 * Sends several queries of a transaction without waiting for each answer, so that all take one round trip. A query sees the
 * effects of those before it if each is one plain SQL statement; for others, do not rely on the order. Waits for all of them;
 * throws the error of the first that failed.
 */
export async function atOnce<const Asks extends readonly Ask[]>(tx: Tx, asks: Asks): Promise<Answers<Asks>> {
  const executor = tx.getExecutor();
  return await executor.provideConnection(async (connection) => {
    const open = new Transaction<Tables>({
      ...unasked,
      executor: executor.withConnectionProvider({ provideConnection: (use) => use(connection) }),
    });
    shareHooks(tx, open);
    const settled = await Promise.allSettled(asks.map((ask) => ask(open)));
    const reasons = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    // After a failure, PostgreSQL refuses everything that follows only because of it.
    if (reasons.length > 0) throw reasons.find((reason) => !isRefused(reason)) ?? reasons[0];
    return settled.map((each) => (each.status === "fulfilled" ? each.value : undefined)) as Answers<Asks>;
  });
}

/** What the library uses for a whole database, but never for a transaction that has its executor. */
const unasked = { config: {}, driver: {}, dialect: {} } as Pick<KyselyProps, "config" | "driver" | "dialect">;

const isRefused = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === "25P02";
