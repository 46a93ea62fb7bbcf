import { Client } from "pg";
import { startEmbeddedPostgres } from "./start.ts";

/**
 * A process that starts the server of a folder and holds it until it is killed. It writes one line of JSON when the
 * server is up, and `committed <n>` for each row of table `kept` that the server has acknowledged. Arguments: the
 * data folder, `write` to keep writing rows or `hold`, and where the system's programs are looked for.
 */
const [dataDir = "", what = "hold", programPath] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const begun = performance.now();
  const { connection, stop } = await startEmbeddedPostgres({
    dataDir,
    // The system still has what a killed process wrote: only a machine that dies needs the disk.
    settings: { fsync: "off" },
    ...(programPath === undefined ? {} : { programPath }),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const ms = Math.round(performance.now() - begun);
  const client = new Client(connection);
  // The server may end before this process does.
  client.on("error", () => {});
  await client.connect();
  await client.query("create table if not exists kept (n bigint primary key)");
  const life = setInterval(() => {}, 60_000);
  const end = async () => {
    clearInterval(life);
    await client.end();
    await stop();
  };
  process.once("SIGTERM", () => void end());
  // Last, because the reader may end us at once.
  say(JSON.stringify({ connection, ms }));
  if (what === "write") await writeOn(client);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 3;
}

async function writeOn(client: Client): Promise<never> {
  for (let n = Number(process.hrtime.bigint() / 1000n); ; n += 1) {
    await client.query("insert into kept values ($1)", [n]);
    say(`committed ${n}`);
  }
}
