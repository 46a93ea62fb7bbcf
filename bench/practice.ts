import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWhole } from "../test/support/open-whole.ts";
import { startServer, type Server } from "../test/support/server.ts";

/** The headers that Smaregi sends with its notifications. */
export const noticeHeaders = { "x-bench": "a-secret-of-the-bench" };

/** The pace of the main loop: the local Smaregi's own default. */
export const paceOfLoop = { SMAREGI_READS_PER_SECOND: "40", SMAREGI_WRITES_PER_SECOND: "20" };

/**
 * Starts the product in practice mode with its own folder: on this database, or by default on an embedded PostgreSQL with
 * fsync. `close` ends it.
 */
export async function startPractice(
  databaseUrl: string | undefined,
  settings: Record<string, string> = {},
): Promise<{ server: Server; close(): Promise<void> }> {
  return await openWhole(async (closings) => {
    const dataDir = await mkdtemp(join(tmpdir(), "musubi-bench-"));
    closings.push(() => rm(dataDir, { recursive: true, force: true }));
    const [[header, secret]] = Object.entries(noticeHeaders) as [[string, string]];
    const server = await startServer({
      DATABASE_URL: databaseUrl ?? "",
      DATA_DIR: dataDir,
      SMAREGI_WEBHOOK_HEADER: header,
      SMAREGI_WEBHOOK_SECRET: secret,
      ...settings,
    });
    closings.push(() => server.stop());
    return { server };
  });
}
