import { resolve } from "node:path";
import { openContext, openLog, type Context } from "./context.ts";
import type { Settings } from "./env.ts";
import type { SealingKeys } from "./kit/sealed.ts";
import {
  EmbeddedPostgresBusy,
  type EmbeddedPostgresLost,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from "./kit/embedded-postgres/start.ts";

/** What was opened; one call closes it in reverse order. */
export type Opened = {
  ctx: Context;
  /** Settles if the embedded PostgreSQL ended and could not be started again. */
  lost?: Promise<EmbeddedPostgresLost>;
  close(): Promise<void>;
};

type Target = {
  settings: Settings;
  smaregi: { idUrl: string; apiUrl: string };
  sealingKeys: SealingKeys;
  /** True if a person reads the output, and no JSON. */
  isTerminal?: boolean;
};

/** Opens the context on `DATABASE_URL`, or on the embedded PostgreSQL of `DATA_DIR`, which it starts. */
export async function openServer(target: Target): Promise<Opened> {
  const log = openLog(target.settings.logLevel, { forPeople: target.isTerminal ?? false });
  if (target.settings.databaseUrl !== undefined) {
    return whole(openContext({ ...target, connection: target.settings.databaseUrl, log }));
  }
  const dataDir = resolve(target.settings.dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir, log: (line) => log.info(line) });
  const { connection, lost, stop } = postgres;
  return { ...whole(openContext({ ...target, connection, log }), stop), lost };
}

/** The same for the operator's command line. If the product is running, it uses that database server. */
export async function openCommand(target: Target): Promise<Opened> {
  const { settings } = target;
  if (settings.databaseUrl !== undefined) return await openServer(target);
  for (let attempt = 1; ; attempt += 1) {
    const running = await findEmbeddedPostgres(resolve(settings.dataDir));
    if (running !== null) {
      return whole(openContext({ ...target, connection: running, log: openLog(settings.logLevel) }));
    }
    try {
      return await openServer(target);
    } catch (error) {
      // The product is just starting or stopping: in a moment its server is there, or gone.
      if (!(error instanceof EmbeddedPostgresBusy) || attempt >= 5) throw error;
    }
  }
}

function whole(ctx: Context, after: () => Promise<void> = async () => {}): Opened {
  return {
    ctx,
    close: async () => {
      await ctx.close();
      await after();
    },
  };
}
