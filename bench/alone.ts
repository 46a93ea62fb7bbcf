import { randomBytes } from "node:crypto";
import { startServer, type Server } from "../test/support/server.ts";

/** The database of `DATABASE_URL`, if the benchmark should not make its own. */
export const givenDatabase = (): string | undefined => process.env["DATABASE_URL"];

/** Starts the product on this database, with no Smaregi to call. */
export async function startAlone(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<Server> {
  const nowhere = "http://127.0.0.1:9";
  return await startServer({
    DATABASE_URL: databaseUrl,
    SMAREGI_ID_URL: nowhere,
    SMAREGI_API_URL: nowhere,
    MUSUBI_SECRET_KEY: randomBytes(32).toString("base64"),
    ...settings,
  });
}
