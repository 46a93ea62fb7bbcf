import {
  CamelCasePlugin,
  Kysely,
  PostgresDialect,
  sql,
  type CompiledQuery,
  type QueryResult,
  type Transaction,
  type UnknownRow,
} from "kysely";
import pg from "pg";
import { gatherHooks } from "./after-commit.ts";
import { isSystemError } from "./embedded-postgres/system-error.ts";
import { settle, tellFailures } from "./gathered.ts";
import { GatheringClient } from "./gathering-client.ts";
import { NamingClient } from "./named.ts";
import { PoolDriver } from "./pool-driver.ts";
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
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): PoolDriver {
    return new PoolDriver(this.#pool);
  }
}

/**
 * Opens a pool on a PostgreSQL. `connection` is a URL, or a Unix socket folder of the embedded one.
 * Errors of idle connections (a database that restarts) go to `onError` and never end the process. `named` false: no statement
 * is kept prepared.
 */
export function openDatabase(
  connection: string | { host: string; user: string; database: string },
  options: { max: number; onError: (error: Error) => void; named?: boolean },
): Database {
  const target = typeof connection === "string" ? { connectionString: connection } : connection;
  const Client = options.named === false ? GatheringClient : NamingClient;
  const pool = new pg.Pool({ ...target, max: options.max, application_name: "musubi", Client });
  pool.on("error", options.onError);
  // A connection that breaks while it is lent out fails its query; the event itself must not end the process.
  pool.on("connect", (client) => client.on("error", options.onError));
  const db = new Kysely<Tables>({
    dialect: new PoolDialect(pool),
    // Column names only: what stands inside a jsonb value is ours as it is.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  tellFailures(db, (error) => options.onError(error as Error));
  return {
    db,
    pool,
    close: async () => {
      await settle(db);
      await db.destroy();
    },
  };
}

/** Whether a query failed since the database can't be reached now: it restarts, has no connection left, or is gone. */
export function isDatabaseAway(error: unknown): boolean {
  // 08: the connection; 57P: it ends or starts; 53300: every connection is taken; 55000: it lets nobody in.
  if (error instanceof pg.DatabaseError) return /^(08|57P|53300|55000)/.test(error.code ?? "");
  if (isSystemError(error, "ECONNREFUSED", "ECONNRESET", "EPIPE")) return true;
  // The last: what the rollback says of a connection that broke in its transaction.
  return (
    error instanceof Error && /^Connection terminated|^connect ENOENT|is not queryable$/.test(error.message)
  );
}

/** Runs `work` in the caller's transaction where `db` is one, else in one of its own. */
export async function within<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? await work(db) : await transact(db, work);
}

/** False on a standby, and on a primary that was made read-only. */
export async function isWritable(db: Db): Promise<boolean> {
  const { rows } = await sql<{ isWritable: boolean }>`
    select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as is_writable`.execute(
    db,
  );
  return rows[0]?.isWritable === true;
}

/** Whether PostgreSQL ended this transaction for the sake of another: nothing of it is written, and it may run once more. */
function isGivenWay(error: unknown): boolean {
  // 40001: it saw what another changed; 40P01: each of them waited for the other.
  return error instanceof pg.DatabaseError && ["40001", "40P01"].includes(error.code ?? "");
}

/**
 * Runs `work` in a transaction of its own; one that had to give way to another runs again, up to three times in all, so
 * that nobody is told of it. `work` changes nothing but the database; what else it leads to waits for the commit
 * (`afterCommit`).
 */
export async function transact<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
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
      if (!isGivenWay(error) || tries === 3) throw error;
    }
  }
}

/** Asks two statements in one round trip: the second begins when the first has ended, and sees what that saw and did. */
export async function together<First, Second>(
  tx: Tx,
  first: CompiledQuery<First>,
  second: CompiledQuery<Second>,
): Promise<[First[], Second[]]> {
  const executor = tx.getExecutor();
  return await executor.provideConnection(async (connection) => {
    const ask = async <Row>(query: CompiledQuery<Row>): Promise<Row[]> => {
      let result: QueryResult<unknown> = await connection.executeQuery<Row>(query);
      for (const plugin of executor.plugins)
        result = await plugin.transformResult({
          result: result as QueryResult<UnknownRow>,
          queryId: query.queryId,
        });
      return result.rows as Row[];
    };
    return await Promise.all([ask(first), ask(second)]);
  });
}
