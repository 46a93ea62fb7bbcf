import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { readPostmasterFile } from "../../../src/kit/embedded-postgres/postmaster-file.ts";
import { startServer, type Server } from "../../support/server.ts";
import type { Ground } from "../../support/shop.ts";
import { until } from "../../support/wait.ts";
import { placesOf, type Blow } from "./plan-blows.ts";
import type { Workers } from "./plan-blows.ts";
import type { Story } from "./story.ts";

/** The server processes of a run. */
export type Fleet = {
  /** A web server, each in turn, including dead or frozen ones: like a proxy without health checks. */
  web(): { url: string };
  /** Deals a blow after earlier blows to the same process are over. */
  deal(blow: Blow): Promise<void>;
  /** `kill -9` of the database itself, `atMs` from now; it is watched, and started again. */
  killDatabase(atMs: number): Promise<void>;
  /** Waits until every blow is over, and starts what ended by itself. */
  standUp(): Promise<void>;
  /** Stops every background process with SIGTERM and starts it again: each looks for what it missed. */
  restartWorkers(): Promise<void>;
  /** What the processes logged, and which of them ended by themselves. */
  log(): string[];
  ended(): string[];
  close(): Promise<void>;
};

type Place = { name: string; role: string; server: Server; before: Promise<unknown>; logged: string[] };

const hasEnded = ({ process }: Server): boolean => process.exitCode !== null || process.signalCode !== null;

/** Starts the processes; Smaregi's notifications go to the first, which is a web server. */
export async function openFleet(ground: Ground, workers: Workers, story: Story): Promise<Fleet> {
  let isDatabaseAway = false;
  /** A process started while the database is away exits and is started again, as an operator's supervisor does. */
  const start = async (name: string): Promise<Server> => {
    for (;;) {
      try {
        return await startServer({ ...ground.env, ROLE: roleOf(name), ...named(ground, name) });
      } catch (error) {
        if (!isDatabaseAway) throw error;
        await delay(200);
      }
    }
  };
  const places: Place[] = [];
  const started = await Promise.allSettled(
    placesOf(workers).map(async (name, index) => {
      const server = await start(name);
      places[index] = { name, role: roleOf(name), server, before: Promise.resolve(), logged: [] };
    }),
  );
  const refused = started.find((each) => each.status === "rejected");
  if (refused !== undefined) {
    await Promise.all(places.map(({ server }) => server.kill()));
    throw refused.reason;
  }
  const first = places[0] as Place;
  const webs = places.filter(({ role }) => role !== "worker");
  await ground.tellWebhook(first.server);

  const ended: string[] = [];
  /** Called before we end the process ourselves, or before we read the result. */
  const noteEnd = ({ name, server }: Place) => {
    if (hasEnded(server)) ended.push(`${name} ended by itself: ${server.log().slice(-1_500)}`);
  };
  const restart = async (place: Place) => {
    place.logged.push(place.server.log());
    place.server = await start(place.name);
    if (place === first) await ground.tellWebhook(place.server);
  };
  const strike = async (place: Place, blow: Blow) => {
    const { name, server } = place;
    noteEnd(place);
    if (blow.do === "kill" || hasEnded(server)) {
      const downMs = blow.do === "kill" ? blow.downMs : 0;
      story.tell(`kill -9 ${name}, down for ${downMs} ms`);
      await server.kill();
      await delay(downMs);
      await restart(place);
      story.tell(`${name} is up again`);
    } else if (blow.do === "freeze") {
      story.tell(`SIGSTOP ${name} for ${blow.forMs} ms${blow.cut ? ", its database connections cut" : ""}`);
      server.process.kill("SIGSTOP");
      try {
        await delay(blow.forMs / 2);
        if (blow.cut) await cutConnections(ground, name);
        await delay(blow.forMs / 2);
      } finally {
        server.process.kill("SIGCONT");
      }
      story.tell(`SIGCONT ${name}`);
    } else {
      const cut = await cutConnections(ground, name);
      story.tell(`${cut} database connections of ${name} cut`);
    }
    story.count(`${blow.do}s`);
    if (blow.do === "freeze" && blow.cut) story.count("cuts");
  };
  /** One after another at each place; a blow that fails fails only its own caller. */
  const inTurn = async (place: Place, work: () => Promise<void>) => {
    const done = place.before.then(work);
    place.before = done.catch(() => undefined);
    await done;
  };

  let turn = 0;
  return {
    web: () => (webs[(turn += 1) % webs.length] as Place).server,
    deal: async (blow) => {
      const place = places.find(({ name }) => name === blow.place) as Place;
      await inTurn(place, () => strike(place, blow));
    },
    killDatabase: async (atMs) => {
      await delay(atMs);
      const pid = await postmasterOf(ground);
      isDatabaseAway = true;
      process.kill(pid, "SIGKILL");
      story.tell(`kill -9 of the database (${pid})`);
      story.count("database kills");
      await until("the database answers again", async () => {
        const now = await postmasterOf(ground).catch(() => pid);
        return now !== pid;
      });
      isDatabaseAway = false;
      story.tell("the database answers again");
    },
    standUp: async () => {
      await Promise.all(
        places.map((place) =>
          inTurn(place, async () => {
            noteEnd(place);
            if (hasEnded(place.server)) await restart(place);
          }),
        ),
      );
    },
    restartWorkers: async () => {
      await Promise.all(
        places
          .filter(({ role }) => role !== "web")
          .map((place) =>
            inTurn(place, async () => {
              noteEnd(place);
              await place.server.stop();
              await restart(place);
            }),
          ),
      );
    },
    ended: () => ended,
    log: () => places.flatMap(({ name, logged, server }) => tagged(name, [...logged, server.log()])),
    close: async () => {
      await Promise.all(
        places.map(async (place) => {
          await place.before;
          place.server.process.kill("SIGCONT");
          await place.server.kill();
        }),
      );
    },
  };
}

const roleOf = (name: string): string => name.split(" ")[0] ?? "";

/** Its connections have its name, so that those of one process can be cut. */
const named = (ground: Ground, name: string) => ({
  DATABASE_URL: `${ground.env["DATABASE_URL"]}?application_name=${encodeURIComponent(name)}`,
});

/** The server's first process, from the lock file in its folder. */
async function postmasterOf({ database }: Ground): Promise<number> {
  const { rows } = await sql<{ dataDirectory: string }>`
    select current_setting('data_directory') as data_directory`.execute(database.db);
  const file = await readPostmasterFile(rows[0]?.dataDirectory ?? "");
  if (file === null) throw new Error("The database has no lock file");
  return file.pid;
}

async function cutConnections(ground: Ground, name: string): Promise<number> {
  const cut = sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${name} and datname = current_database()`.execute(ground.database.db);
  // If the database itself is away, they are already cut.
  return await cut.then(
    ({ rows }) => rows.length,
    () => 0,
  );
}

const tagged = (name: string, logs: string[]): string[] =>
  logs.flatMap((log) => log.split("\n").flatMap((line) => (line === "" ? [] : [`${name}: ${line}`])));
