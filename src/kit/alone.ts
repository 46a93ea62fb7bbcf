import type pg from "pg";

/**
 * Runs `work` unless someone in this or another process already runs the work of this name. It holds a PostgreSQL
 * advisory lock on its own connection, so the lock ends with the connection, and so with the process. A second caller
 * returns at once; therefore the first looks again after it has released the lock (`isMore`). `holds` returns false
 * once the connection breaks during the work: someone else may have started, so the work has to stop.
 */
export async function alone(
  pool: pg.Pool,
  name: string,
  work: (holds: () => boolean) => Promise<void>,
  isMore: () => Promise<boolean>,
): Promise<void> {
  do {
    if (!(await underLock(pool, name, work))) return;
  } while (await isMore());
}

/**
 * Works through rows one by one, alone as above, until `next` returns none. `work` has to remove a row from what `next` sees.
 * Stops between two rows if the process has to stop or the lock is lost; long work on one row checks `mayGoOn` itself.
 */
export async function drainAlone<Row>(
  { pool, stopping }: { pool: pg.Pool; stopping: AbortSignal },
  name: string,
  next: () => Promise<Row | null>,
  work: (row: Row, mayGoOn: () => boolean) => Promise<void>,
): Promise<void> {
  const workAll = async (holds: () => boolean) => {
    const mayGoOn = () => !stopping.aborted && holds();
    const due = async () => (mayGoOn() ? await next() : null);
    for (let row = await due(); row !== null; row = await due()) await work(row, mayGoOn);
  };
  await alone(pool, name, workAll, async () => !stopping.aborted && (await next()) !== null);
}

async function underLock(
  pool: pg.Pool,
  name: string,
  work: (holds: () => boolean) => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    const { rows } = await client.query<{ got: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as got",
      [name],
    );
    if (rows[0]?.got !== true) return false;
    try {
      await work(() => broken === undefined);
    } finally {
      if (broken === undefined)
        await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]);
    }
    return true;
  } catch (error) {
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off("error", onError);
    // Closes a connection that saw an error; this also frees the lock if the connection still held it.
    client.release(broken);
  }
}
