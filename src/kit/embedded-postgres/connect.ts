import { Client, DatabaseError } from "pg";
import { superuser } from "./cluster.ts";
import { socketPort } from "./socket-folder.ts";
import { isSystemError } from "./system-error.ts";

/**
 * How to reach the server: `host` is the folder of its Unix socket, `port` the number in the socket's name. Environment variables for
 * other databases (`PGSSLMODE`, `PGOPTIONS`) are ignored.
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
  // A blank, because the library uses the environment's value if the text is empty.
  options: " ",
});

/**
 * `up`: the server answers; `noDatabase`: it answers, but does not have this database; `starting`: it is starting or
 * stopping; `down`: no one listens.
 */
export type ServerState = "up" | "noDatabase" | "starting" | "down";

/** Tries one connection. Throws any other error than an answer of a server or a missing server. */
export async function askState(connection: Connection): Promise<ServerState> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5_000 });
  // A server that stops while we disconnect emits an error event.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return "up";
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "3D000") return "noDatabase";
    // 57P03: cannot connect now; 57P01: it is stopping right now; 53300: all connections are taken.
    if (error instanceof DatabaseError && ["57P03", "57P01"].includes(error.code ?? "")) return "starting";
    if (error instanceof DatabaseError && error.code === "53300") return "up";
    if (isSystemError(error, "ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE")) return "down";
    if (error instanceof Error && error.message.startsWith("Connection terminated")) return "starting";
    throw error;
  }
}

/** Creates the product's database if the first start was killed before it did. */
export async function createDatabase(connection: Connection): Promise<void> {
  const client = new Client({ ...connection, database: "postgres" });
  await client.connect();
  try {
    await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}
