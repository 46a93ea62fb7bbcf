import pino, { type Logger } from "pino";
import type { Settings } from "./env.ts";
import { openClock } from "./kit/clock.ts";
import { openDatabase, type Database, type Db } from "./kit/database.ts";
import type { SealingKeys } from "./kit/sealed.ts";
import { openLines } from "./kit/log-lines.ts";
import { lineInWords } from "./kit/text-log.ts";
import { traceFields } from "./kit/tracing/trace.ts";
import { createMetrics, type Metrics } from "./kit/metrics.ts";
import { watchSmaregi } from "./maintenance/watch.ts";
import { openMailer, type Mailer } from "./outbox/send/mail.ts";
import { openPoster, type Poster } from "./outbox/send/post.ts";
import { createSmaregi } from "./smaregi/client.ts";
import { databasePace } from "./smaregi/store.ts";
import type { Smaregi } from "./smaregi/types.ts";

/** What every verb gets. `openContext` builds it once, and its `close` closes it once. */
export type Context = {
  db: Db;
  /** Connections that a caller keeps for itself: for session locks, LISTEN and the queue. */
  pool: Database["pool"];
  /** For migrations: does not go through a pooler. */
  directDb: Db;
  smaregi: Smaregi;
  /** HTTP to the addresses that merchants have chosen for their events. */
  poster: Poster;
  /** Null if no mail is sent here. */
  mailer: Mailer | null;
  settings: Settings;
  /** The keys that seal stored secrets. The database says which of them seals new ones. */
  sealingKeys: SealingKeys;
  /** The current time, by the database's clock as `followClock` last read it. */
  clock: () => Date;
  /** Asks the database for its time. `clock` goes by this machine's clock until the first answer. */
  followClock(): Promise<void>;
  /** Aborted when the process must stop. Long work then ends, and its rows wait for the next start. */
  stopping: AbortSignal;
  beginStop(): void;
  log: Logger;
  metrics: Metrics;
  close(): Promise<void>;
};

/**
 * The log of the process: JSON lines on standard error, without credentials and keys. `forPeople`: problems in words, for a terminal;
 * everything if the level is `debug`.
 */
export function openLog(level: Settings["logLevel"], { forPeople = false } = {}): Logger {
  const redact = [
    "*.clientSecret",
    "*.password",
    "*.apiKey",
    "*.authorization",
    "clientSecret",
    "authorization",
  ];
  // If tracing is on, each line names its trace.
  const mixin = traceFields;
  // The queue calls it `error`.
  const serializers = { err: told, error: told };
  if (!forPeople) return pino({ level, redact, mixin, serializers }, openLines(2));
  const write = (json: string) => {
    const words = lineInWords(json, level === "debug");
    if (words !== null) process.stderr.write(words);
  };
  return pino({ level, redact, mixin, serializers }, { write });
}

/**
 * The error as it is logged: without the connection object that PostgreSQL's library attaches to it. If values were refused (22, 23),
 * also without these values, because they may be a buyer's name and address.
 */
function told(error: Error): object {
  const { client: _, ...rest } = pino.stdSerializers.err(error);
  if (!/^2[23]/.test(String(rest["code"]))) return rest;
  const { detail: _detail, where: _where, ...plain } = rest;
  return plain;
}

/** Opens the database pool and the Smaregi client. Neither is used before the first verb. */
export function openContext(options: {
  settings: Settings;
  connection: Parameters<typeof openDatabase>[0];
  smaregi: { idUrl: string; apiUrl: string };
  sealingKeys: SealingKeys;
  log: Logger;
}): Context {
  const { settings, log, sealingKeys } = options;
  const metrics = createMetrics();
  const stop = new AbortController();
  const clock = openClock();
  const pooled = {
    max: settings.databasePool,
    onError: (error: Error) =>
      log.warn({ err: error }, "a database connection broke, of work that nobody waits for"),
  };
  const database = openDatabase(options.connection, { ...pooled, named: settings.prepared });
  // A pooler lends a connection for one transaction only, so work that needs a session uses the direct connections.
  const direct =
    settings.directUrl === undefined
      ? database
      : openDatabase(settings.directUrl, { ...pooled, named: false });
  const watch = watchSmaregi(database.db, (error) =>
    log.warn({ err: error }, "a pause of Smaregi could not be noted; the next call that fails notes it"),
  );
  const smaregi = createSmaregi({
    ...options.smaregi,
    timeoutMs: settings.timeoutMs,
    pace: databasePace(database.db, settings),
    log,
    onCall: (call) => {
      metrics.smaregiCalls.observe({ call: call.name, outcome: call.outcome }, call.ms / 1000);
      watch(call);
    },
  });
  const poster = openPoster({ allowPrivate: settings.outboxAllowPrivate });
  const failed = (reason: string) => log.warn({ reason }, "the mail server took no mail from us");
  const mailer = settings.mail === undefined ? null : openMailer({ ...settings.mail, failed });
  return {
    db: database.db,
    pool: direct.pool,
    directDb: direct.db,
    smaregi,
    poster,
    mailer,
    settings,
    sealingKeys,
    clock: clock.time,
    followClock: () => clock.follow(database.db),
    stopping: stop.signal,
    beginStop: () => stop.abort(),
    log,
    metrics,
    close: async () => {
      mailer?.close();
      await poster.close();
      await smaregi.close();
      if (direct !== database) await direct.close();
      await database.close();
    },
  };
}
