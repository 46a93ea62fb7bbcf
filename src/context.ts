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

/** What every verb gets. Built once by `openContext`, closed once by its `close`. */
export type Context = {
  db: Db;
  /** Connections that stay one's own: for locks of a session, LISTEN and the queue. */
  pool: Database["pool"];
  /** For migrations: past a pooler. */
  directDb: Db;
  smaregi: Smaregi;
  /** HTTP to the addresses that merchants have events sent to. */
  poster: Poster;
  /** null: no mail is sent here. */
  mailer: Mailer | null;
  settings: Settings;
  /** What secrets are sealed with at rest; which of them seals is the database's to say. */
  sealingKeys: SealingKeys;
  /** The current time, by the database's clock as `followClock` last read it. */
  clock: () => Date;
  /** Asks the database for its time. `clock` goes by this machine's clock until the first answer. */
  followClock(): Promise<void>;
  /** Aborted when the process must stop: long work then ends, and its rows wait for the next start. */
  stopping: AbortSignal;
  beginStop(): void;
  log: Logger;
  metrics: Metrics;
  close(): Promise<void>;
};

/**
 * The log of the process: JSON lines on standard error, credentials and keys left out. `forPeople`: what is wrong in words, for
 * a terminal; all of it with the level `debug`.
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
  // Where tracing is on, a line says which trace it belongs to.
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
 * An error as a line tells it: without the whole connection that PostgreSQL's library hangs on those that end one, and, where it is
 * values that were refused (22, 23), without them: they may be a buyer's name and address.
 */
function told(error: Error): object {
  const { client: _, ...rest } = pino.stdSerializers.err(error);
  if (!/^2[23]/.test(String(rest["code"]))) return rest;
  const { detail: _detail, where: _where, ...plain } = rest;
  return plain;
}

/** Opens the database pool and the Smaregi client. Nothing is asked of either before the first verb. */
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
  // A pooler lends out connections by the transaction: what belongs to a session goes past it.
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
  const mailer = settings.mail === undefined ? null : openMailer(settings.mail);
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
