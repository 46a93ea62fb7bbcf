import { Kysely, PostgresDialect, sql, Transaction, type KyselyProps } from "kysely";
import pg from "pg";
import { gatherHooks, shareHooks } from "./after-commit.ts";
import { ColumnCompiler, columnNames } from "./column-names.ts";
import { isSystemError } from "./embedded-postgres/system-error.ts";
import { settle, tellFailures } from "./gathered.ts";
import { GatheringClient } from "./gathering-client.ts";
import { connectionsTo, connectMs, urlsOf, type PlacedClient } from "./hosts.ts";
import { isPlanOfBefore, NamingClient } from "./named.ts";
import { PoolDriver } from "./pool-driver.ts";
import { type silence, watchSilence } from "./silent-hosts.ts";
import type { Tables } from "./tables.ts";

/** A connection pool, or a transaction on one of its connections: every store function takes either. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

// int8 comes as text from the driver; our counts and yen are far below 2^53.
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
 * Opens a pool on a PostgreSQL. `connection` is a URL (or one a host), or a Unix socket folder of the embedded one. Of several hosts the pool
 * is on the one that takes writes.
 * Errors of idle connections (a database that restarts) go to `onError` and never end the process. `named` false: no statement
 * is kept prepared.
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
  pool.on("error", options.onError);
  // A connection that breaks while it is lent out fails its query; the event itself must not end the process.
  pool.on("connect", (client) => client.on("error", options.onError));
  // Where there is no other host, there is nothing but to wait.
  const endWatch = targets.length > 1 ? watchSilence(pool, options.silent) : () => undefined;
  const db = new Kysely<Tables>({
    dialect: new PoolDialect(pool, targets.length),
    plugins: [columnNames],
  });
  tellFailures(db, (error) => options.onError(error as Error));
  return {
    db,
    pool,
    close: async () => {
      await settle(db);
      endWatch();
      await db.destroy();
    },
  };
}

/** What the system says of a program, a machine or a name that is not there, and where it has no place left for a connection. */
const unreachable = [
  "ECONNREFUSED ECONNRESET EPIPE",
  "ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN",
  "ENOTFOUND EAI_AGAIN",
  "EMFILE ENFILE ENOBUFS EADDRNOTAVAIL",
].flatMap((codes) => codes.split(" "));

/** Whether a query failed since the database can't be reached now: it restarts, has no connection left, or is gone. */
export function isDatabaseAway(error: unknown): boolean {
  // 08: the connection; 57P: it ends or starts; 53300: every connection is taken; 55000: it lets nobody in; 25006: it takes no writes.
  if (error instanceof pg.DatabaseError) return /^(08|57P|53300|55000|25006)/.test(error.code ?? "");
  if (isSystemError(error, ...unreachable)) return true;
  // The last: what the rollback says of a connection that broke in its transaction.
  return (
    error instanceof Error &&
    /^Connection terminated|^timeout expired|^connect ENOENT|is not queryable$/.test(error.message)
  );
}

/** Runs `work` in the caller's transaction where `db` is one, else in one of its own. */
export async function within<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? await work(db) : await transact(db, work);
}

/**
 * Reads as of one moment, whatever others commit between two of the statements; in the caller's transaction, where `db` is one, as that
 * sees it. `read` writes nothing.
 */
export async function asOfOneMoment<Result>(db: Db, read: (db: Db) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return await read(db);
  const transaction = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return await transaction.execute(read);
}

/** Throws on a standby, and on a primary that was made read-only: it looks as a write does, so that the pool leaves that, too. */
export async function mustTakeWrites(db: Db): Promise<void> {
  await sql`select from merchants where false for update`.execute(db);
}

/** The library waits for it, whatever its types say. */
type Told = (client: pg.ClientBase) => void;

/**
 * Of several hosts one is wanted that takes writes. One that does not say so in time is left as well: behind a pooler a connection
 * comes about also where no database is.
 */
async function mustWrite(client: pg.ClientBase): Promise<void> {
  const text =
    "select pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as reads";
  const placed = client as unknown as PlacedClient;
  try {
    // The library takes the limit of a single query, whatever its types say.
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

/** Whether PostgreSQL ended this transaction for the sake of another, or of a migration: nothing of it is written, and it may run once more. */
export function isGivenWay(error: unknown): boolean {
  // 40001: it saw what another changed; 40P01: each of them waited for the other; 55P03: it waited as long as it may.
  if (error instanceof pg.DatabaseError && ["40001", "40P01", "55P03"].includes(error.code ?? ""))
    return true;
  return isPlanOfBefore(error);
}

/** Whether PostgreSQL itself refused a statement of a transaction: nothing of it is written, for certain (40003 leaves that open). */
export const isRolledBack = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== "40003" && !isDatabaseAway(error);

/**
 * Runs `work` in a transaction of its own; one that had to give way to another runs again, up to three times in all (`tries`), so
 * that nobody is told of it. `work` changes nothing but the database; what else it leads to waits for the commit
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
 * Asks in a transaction without waiting for each answer before the next question, so that all take one round trip. Each sees what
 * those before it did where it is one statement of plain SQL; of others nobody may depend on the order. Waits for all of
 * them; throws what the first that failed said.
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
    // Whatever comes after a failure is refused for its sake alone.
    if (reasons.length > 0) throw reasons.find((reason) => !isRefused(reason)) ?? reasons[0];
    return settled.map((each) => (each.status === "fulfilled" ? each.value : undefined)) as Answers<Asks>;
  });
}

/** What the library asks of a whole database, and never of a transaction that has its executor. */
const unasked = { config: {}, driver: {}, dialect: {} } as Pick<KyselyProps, "config" | "driver" | "dialect">;

const isRefused = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === "25P02";
