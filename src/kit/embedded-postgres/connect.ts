import { Client, DatabaseError } from "pg";
import { superuser } from "./cluster.ts";
import { socketPort } from "./socket-folder.ts";
import { isSystemError } from "./system-error.ts";

/**
 * How to reach the server: `host` is the folder of its Unix socket, `port` the number in the socket's name. What the environment says
 * of other databases (`PGSSLMODE`, `PGOPTIONS`) does not count for this one.
 */
export type Connection = {
  host: string;
  port: number;
  user: string;
  database: string;
  ssl: false;
  options: string;
};

const database = "musubi";

export const connectionTo = (socketFolder: string): Connection => ({
  host: socketFolder,
  port: socketPort,
  user: superuser,
  database,
  ssl: false,
  // Of its own, though there is none: the library takes the environment's for an empty text.
  options: " ",
});

/** `up`: it answers; `noDatabase`: it does, and has not got this database; `starting`: or ending; `down`: nobody listens. */
export type ServerState = "up" | "noDatabase" | "starting" | "down";

/** Tries one connection. Throws what is neither an answer of a server nor the lack of one. */
export async function askState(connection: Connection): Promise<ServerState> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5_000 });
  // A server that ends while we are leaving says so in an event.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return "up";
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "3D000") return "noDatabase";
    // 57P03: cannot connect now; 57P01: it ends at this moment; 53300: every connection is taken.
    if (error instanceof DatabaseError && ["57P03", "57P01"].includes(error.code ?? "")) return "starting";
    if (error instanceof DatabaseError && error.code === "53300") return "up";
    if (isSystemError(error, "ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE")) return "down";
    if (error instanceof Error && error.message.startsWith("Connection terminated")) return "starting";
    throw error;
  }
}

/** Makes the product's database where a first start was killed before it did. */
export async function createDatabase(connection: Connection): Promise<void> {
  const client = new Client({ ...connection, database: "postgres" });
  await client.connect();
  try {
    await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}
