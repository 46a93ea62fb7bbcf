import {
  sql,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import type pg from "pg";
import { isNoPrimary, type PlacedClient } from "./hosts.ts";
import { isPlanOfBefore, unnamed } from "./named.ts";
import { isTracing, traced } from "./tracing/trace.ts";

/** Marks the last statement of a transaction, at its beginning: the commit is sent with it, in one round trip. */
export const last = sql`/*last*/`;

const isLast = (text: string): boolean => text.startsWith("/*last*/");

/**
 * Transactions with as few round trips as possible: `begin` is sent with the first statement, and `commit` with the one marked as
 * `last`. The connections must be pipelined (`GatheringClient`).
 */
export class PoolDriver implements Driver {
  readonly #pool: pg.Pool;
  /** The number of hosts: each is tried once before the caller gets an error. */
  readonly #hosts: number;

  constructor(pool: pg.Pool, hosts: number) {
    this.#pool = pool;
    this.#hosts = hosts;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    for (let tried = 1; ; tried += 1) {
      try {
        return new PooledConnection(await this.#present());
      } catch (error) {
        if (tried >= this.#hosts) throw error;
      }
    }
  }

  /** A connection to a host that was not left since it was opened. */
  async #present(): Promise<PlacedPoolClient> {
    for (;;) {
      const client = (await this.#pool.connect()) as PlacedPoolClient;
      if (!client.isLeft()) return client;
      client.release(true);
    }
  }

  async beginTransaction(connection: PooledConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings;
    const words = ["begin", isolationLevel && `isolation level ${isolationLevel}`, accessMode];
    connection.begin(words.filter((word) => word !== undefined).join(" "));
  }

  async commitTransaction(connection: PooledConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    await connection.rollback();
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

type PlacedPoolClient = pg.PoolClient & PlacedClient;

/** What a trace shows of a statement: its text with placeholders, never the values. */
function spanOf(text: string) {
  const plain = text.replaceAll(/\/\*.*?\*\//g, "").trim();
  const word = /^\w+/.exec(plain)?.[0].toUpperCase() ?? "SQL";
  return {
    name: `SQL ${word}`,
    attributes: {
      "db.system.name": "postgresql",
      "db.operation.name": word,
      "db.query.text": plain.slice(0, 2_000),
    },
  };
}

class PooledConnection implements DatabaseConnection {
  readonly #client: PlacedPoolClient;
  #begun: Promise<unknown> | null = null;
  #ended: Promise<unknown> | null = null;

  constructor(client: PlacedPoolClient) {
    this.#client = client;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (!isTracing()) return await this.#ask(query);
    const { name, attributes } = spanOf(query.sql);
    return await traced(name, { kind: "client", place: "inner", attributes }, () => this.#ask(query));
  }

  async #ask<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#ended !== null) throw new Error("the transaction has its last statement already");
    const asked = this.#client.query(text, [...parameters]);
    if (this.#begun !== null && isLast(text)) this.#ended = this.#end();
    const [{ command, rowCount, rows }] = await Promise.all([asked, this.#begun, this.#ended]).catch(
      async (error: unknown) => {
        if (isNoPrimary(error)) this.#client.leave();
        if (!isPlanOfBefore(error)) throw error;
        // A transaction runs again as a whole (`transact`).
        this.#client.renew();
        if (this.#begun !== null) throw error;
        return [await this.#client.query(unnamed(text), [...parameters])] as const;
      },
    );
    const isWrite = ["INSERT", "UPDATE", "DELETE", "MERGE"].includes(command);
    return { rows, ...(isWrite && { numAffectedRows: BigInt(rowCount ?? 0) }) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("nothing is streamed through a pooled connection");
  }

  /** No one waits for it: the first query of the transaction reports the failure. */
  begin(words: string): void {
    this.#begun = this.#client.query(words);
    this.#begun.catch(() => undefined);
  }

  async commit(): Promise<void> {
    await (this.#ended ?? this.#end());
    this.#leave();
  }

  async rollback(): Promise<void> {
    // A failed commit that was sent with the last statement has already rolled back.
    if (this.#ended === null) await this.#client.query("rollback");
    else await this.#ended.catch(() => undefined);
    this.#leave();
  }

  #leave(): void {
    this.#begun = null;
    this.#ended = null;
  }

  release(): void {
    this.#client.release(this.#client.isLeft());
  }

  async #end(): Promise<void> {
    const { command } = await this.#client.query("commit");
    if (command !== "COMMIT")
      throw new Error("the transaction was rolled back: one of its statements failed");
  }
}
