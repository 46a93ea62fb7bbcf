import type pg from "pg";

/**
 * Runs `work` if nobody else, in any process, runs the work of this name: a PostgreSQL advisory lock on a
 * connection of its own, which dies with the connection and so with the process. Who comes second returns at
 * once; therefore the first looks again after it let go (`isMore`). `holds` turns false when the connection breaks
 * during the work: somebody else may be at it from then on, so the work has to rest.
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
 * Works through rows one after the other, alone as above, until `next` answers none: `work` has to take a row from what `next`
 * sees. Comes to rest between two rows where the process is to stop or the lock is lost; long work on one row asks
 * `mayGoOn` itself.
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
    // A connection that saw an error is closed, and with it the lock, if it still held it.
    client.release(broken);
  }
}
