import { createServer, type Server } from "node:http";
import { mkdir } from "node:fs/promises";
import { Server as NetServer, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { makeOwnerLink } from "./accounts/links.ts";
import { readSettings, type Settings } from "./env.ts";
import type { Context } from "./context.ts";
import { createApp, type Practice } from "./http/app.ts";
import { healthRoutes } from "./http/operators.ts";
import { shopPathOf } from "./http/pages.ts";
import { watchChanges } from "./live/watch-changes.ts";
import { wordsOf } from "./kit/error-words.ts";
import { isSystemError } from "./kit/embedded-postgres/system-error.ts";
import { migrate } from "./kit/migrations.ts";
import { openSteps } from "./kit/steps.ts";
import { randomWord } from "./kit/secrets.ts";
import { openServer } from "./open.ts";
import { checkKeys } from "./sealing/check-keys.ts";
import { keepWatch } from "./operator/keep-watch.ts";
import { whyNotHere } from "./practice/at-home.ts";
import { openDemo, practiceContract } from "./practice/demo.ts";
import { openKeyFile } from "./practice/keys.ts";
import { settingsText } from "./settings-help.ts";
import { startLocalSmaregi, tellWebhook, type LocalSmaregi } from "./practice/local-smaregi.ts";
import { watchDemo } from "./practice/watch-demo.ts";
import { watchGauges } from "./status/gauges/watch-gauges.ts";
import { prepareQueue, startWorker } from "./worker.ts";

/** The exit codes for a process that cannot go on. The second is EX_TEMPFAIL: a supervisor may start it again. */
const exitCodes = { notStarted: 1, databaseLost: 75 };

/** What has to be closed, in the order it was opened. */
const opened: { close(): Promise<void> }[] = [];

async function closeAll(): Promise<void> {
  for (const part of opened.splice(0).toReversed()) await part.close();
}

// An output that no one reads (a full disk, a closed terminal or pipe) must not end the process.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** True if a person reads along: then no JSON appears between the steps, unless `--json` asks for it. */
const isTerminal = process.stdout.isTTY && process.stderr.isTTY && !process.argv.includes("--json");

async function start(): Promise<void> {
  const given = readSettings();
  const isPractice = given.smaregi === undefined;
  // A new user sees each step; a program that runs the product gets the log.
  const step = isPractice
    ? openSteps({ isTTY: isTerminal, write: (text) => process.stdout.write(text) })
    : <Result>(_: string, work: () => Promise<Result>) => work();
  if (isPractice) say("結び Musubi");
  const practice = isPractice ? await step("練習用スマレジ", () => openPractice(given)) : null;
  const settings = practice?.settings ?? given;
  const smaregi = settings.smaregi;
  const sealingKeys = settings.sealingKeys;
  if (smaregi === undefined || sealingKeys === undefined) {
    throw new Error(
      "MUSUBI_SECRET_KEY is missing: 32 bytes in base64, for example from: openssl rand -base64 32",
    );
  }
  const server = await step("データベース", () =>
    openServer({ settings, smaregi, sealingKeys, isTerminal: isPractice && isTerminal }),
  );
  opened.push(server);
  const { ctx } = server;
  const { tracing, role } = settings;
  if (tracing !== undefined) {
    // Loaded only if it is asked for: it costs memory, and some tenths of a second at the start.
    const { openTracing } = await import("./kit/tracing/open-tracing.ts");
    opened.push(openTracing({ ...tracing, role, log: ctx.log }));
  }
  beginStop = () => ctx.beginStop();
  ctx.stopping.addEventListener("abort", () => practice?.local.beginStop());
  stopDelayMs = settings.stopDelaySeconds * 1000;
  const health = await openHealth(ctx);
  opened.push(health);
  void server.lost?.then((error) => {
    process.stderr.write(`${error.message}\n`);
    return stop(exitCodes.databaseLost);
  });
  // The queue drops the promise of a job's last write; without a database that would end the process. Nothing depends on that write.
  process.on("unhandledRejection", (reason) => ctx.log.error({ err: reason }, "a promise was dropped"));
  await step("表の準備", async () => {
    const waits = setTimeout(
      () =>
        ctx.log.warn("waiting for the migrations of the database, which this process or another one makes"),
      3_000,
    );
    const gaveWay = (reason: string) =>
      ctx.log.warn({ reason }, "the migrations gave way to other work, and are tried again");
    const applied = await migrate(ctx.directDb, gaveWay).finally(() => clearTimeout(waits));
    if (applied.length > 0) ctx.log.info({ applied }, "the database was migrated");
    await ctx.followClock();
    await prepareQueue(ctx);
    await checkKeys(ctx);
  });
  if (settings.webhookHeader === undefined || settings.webhookSecret === undefined) {
    ctx.log.warn(
      "SMAREGI_WEBHOOK_HEADER and SMAREGI_WEBHOOK_SECRET are not set: every notification is refused with 401",
    );
  }

  const tillUrl = practice === null ? "" : `${practice.local.url}/till`;
  let url = "";
  let showPractice = (_: Practice): void => {};
  if (settings.role !== "worker") {
    const live = watchChanges(ctx);
    let app: Hono = createApp(ctx, live, practice === null ? undefined : { tillUrl });
    showPractice = (shown) => (app = createApp(ctx, live, shown));
    // The listener uses the app of that moment: the practice page is added once the demo exists.
    const listener = getRequestListener((request, env) => app.fetch(request, env));
    const web = await listen(
      createServer((request, response) => void listener(request, response)),
      settings.host,
      settings.port,
    );
    // The streams end first: their pages reconnect by themselves, to the process that serves then.
    opened.push(web, live);
    url = web.url;
  }
  if (settings.role !== "web") {
    const worker = await startWorker(ctx);
    opened.push({ close: () => worker.stop() });
  }
  opened.push(keepWatch(ctx));
  const lines = [`${health.url}/metrics   for operators: also /healthz and /readyz`];
  if (url !== "") lines.unshift(`${url}/openapi.json   the merchant API`);
  if (practice === null) say(["結び Musubi", ...lines].join("\n  "));
  else {
    const { webhookHeader = "", webhookSecret = "" } = settings;
    const hook = `${url}/webhooks/smaregi`;
    const subscriptionUrl = `${hook}/subscription`;
    const webhook = { url: hook, subscriptionUrl, headerName: webhookHeader, headerValue: webhookSecret };
    await tellWebhook(practice.local.url, webhook);
    lines.unshift(`${tillUrl}   レジ: the till of the local Smaregi`);
    if (settings.demo) {
      const demo = await step("練習店の商品と在庫", () => openDemo(ctx, resolve(settings.dataDir)));
      showPractice({ tillUrl, demo: watchDemo(ctx, demo, practice.local.url) });
      lines.unshift(
        `管理画面: ${url}${await makeOwnerLink(ctx, demo.id)}`,
        `${url}${shopPathOf(demo.number)}   ショップ: what buyers see`,
      );
      lines.push(
        `demo merchant ${demo.number}, API key ${demo.apiKey}`,
        `curl -H 'Authorization: Bearer ${demo.apiKey}' ${url}/api/v1/products`,
      );
      say(`\n練習モード: ${url}/   まずはここを開いてください: レジとショップが並んでいます\n`);
    }
    for (const line of lines) say(`  ${line}`);
  }
  say(`ready${url === "" ? "" : ` ${url}`}`);
}

/** Practice mode: the local Smaregi beside us, with settings that fit it. */
async function openPractice(given: Settings): Promise<{ settings: Settings; local: LocalSmaregi }> {
  if (given.role !== "all") {
    throw new Error(
      "ROLE=web and ROLE=worker need a Smaregi that all processes share: set SMAREGI_ID_URL and SMAREGI_API_URL.",
    );
  }
  const why = whyNotHere(given);
  if (why !== null) throw new Error(why);
  const dataDir = resolve(given.dataDir);
  await mkdir(dataDir, { recursive: true });
  const sealingKeys = given.sealingKeys ?? (await openKeyFile(dataDir));
  const port = given.port === 0 ? 0 : given.port + 1;
  const file = join(dataDir, "local-smaregi.json");
  const warn = (line: string) => process.stderr.write(`${line}\n`);
  const local = await startLocalSmaregi({ port, file, warn });
  opened.push({ close: () => local.stop() });
  const settings: Settings = {
    ...given,
    sealingKeys,
    smaregi: { idUrl: local.url, apiUrl: local.url },
    clientId: given.clientId ?? practiceContract.clientId,
    clientSecret: given.clientSecret ?? practiceContract.clientSecret,
    webhookHeader: given.webhookHeader ?? "X-Musubi-Secret",
    webhookSecret: given.webhookSecret ?? randomWord(24),
  };
  return { settings, local };
}

/** Opens the operators' port: the one that is set, otherwise the second after the web server's, otherwise a free one. */
async function openHealth(ctx: Context): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, healthPort } = ctx.settings;
  watchGauges(ctx);
  const routes = healthRoutes(ctx);
  const listener = getRequestListener((request, env) => routes.fetch(request, env));
  const open = (at: number) =>
    listen(
      createServer((request, response) => void listener(request, response)),
      host,
      at,
    );
  if (healthPort !== undefined) return await open(healthPort);
  return await open(port === 0 ? 0 : port + 2).catch((error: unknown) => {
    if (!isSystemError(error, "EADDRINUSE", "EACCES", "ERR_SOCKET_BAD_PORT")) throw error;
    return open(0);
  });
}

async function listen(
  server: Server,
  host: string,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((done, refuse) => {
    server.once("error", refuse);
    server.listen(port, host, done);
  });
  // Longer than proxies and clients keep idle connections, so that none of them reuses one just as we close it.
  server.keepAliveTimeout = 75_000;
  let isClosing = false;
  // Tells clients that keep a connection to open a new one, to the process that serves then.
  server.prependListener("request", (_, response) => {
    if (isClosing) response.setHeader("connection", "close");
  });
  const { port: taken, family, address } = server.address() as AddressInfo;
  const shown =
    address === "0.0.0.0" || address === "::" ? "localhost" : family === "IPv6" ? `[${address}]` : address;
  return {
    url: `http://${shown}:${taken}`,
    close: async () => {
      isClosing = true;
      // Connections that are still waiting to be accepted come in first.
      await nextTurn();
      const isEmpty = new Promise<void>((done) => {
        // Not the web server's own close: it also ends connections whose request is just arriving.
        NetServer.prototype.close.call(server, () => done());
      });
      setTimeout(() => server.closeIdleConnections(), 500);
      // Requests under way have a few seconds.
      setTimeout(() => server.closeAllConnections(), 5_000).unref();
      await isEmpty;
    },
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

let beginStop = (): void => {};
let stopDelayMs = 0;
let stopping = false;
/** `isAsked`: the stop was requested from outside, so balancers may be given time to look elsewhere. */
async function stop(code: number, isAsked = false): Promise<void> {
  if (stopping) return;
  stopping = true;
  // From now on it says that it is not ready, so that requests go elsewhere while it ends.
  beginStop();
  if (isAsked) await delay(stopDelayMs);
  // The process ends within ten seconds even if something hangs: everything acknowledged is in the database already.
  setTimeout(() => process.exit(code), 9_500).unref();
  await closeAll();
  process.exit(code);
}

if (process.argv.includes("--help")) {
  say(`npm start                    結び Musubi. Settings come from the environment:\n${settingsText()}`);
} else {
  process.on("SIGTERM", () => void stop(0, true));
  process.on("SIGINT", () => void stop(0, true));
  try {
    await start();
  } catch (error) {
    // Work that was cut short by the stop is no failure.
    if (!stopping) {
      process.stderr.write(`Musubi did not start. ${wordsOf(error)}\n`);
      if (process.env["MUSUBI_LOG"] === "debug") process.stderr.write(`${(error as Error).stack}\n`);
    }
    await stop(exitCodes.notStarted);
  }
}
