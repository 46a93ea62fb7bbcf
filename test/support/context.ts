import { openContext, openLog, type Context } from "../../src/context.ts";
import { readSettings } from "../../src/env.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { sealingKeysOf } from "../../src/kit/sealed.ts";

/** For verbs that do not call Smaregi: a context with its own database that logs nothing. */
export async function openTestContext(): Promise<{
  ctx: Context;
  database: TestDatabase;
  close(): Promise<void>;
}> {
  const database = await testDatabase();
  const nowhere = "http://127.0.0.1:9";
  const ctx = openContext({
    settings: readSettings({ PASSWORD_HASH_COST: "10" }),
    connection: database.connection,
    smaregi: { idUrl: nowhere, apiUrl: nowhere },
    sealingKeys: sealingKeysOf([Buffer.alloc(32)]),
    log: openLog("silent"),
  });
  return {
    ctx,
    database,
    close: async () => {
      await ctx.close();
      await database.drop();
    },
  };
}
