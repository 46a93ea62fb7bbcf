import { parseArgs } from "node:util";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { againstBare } from "./against-bare.ts";
import { besideOthers } from "./beside.ts";
import { givenDatabase } from "./alone.ts";
import { mainLoop } from "./loop.ts";
import { paceOfLoop, startPractice } from "./practice.ts";
import type { Server } from "../test/support/server.ts";

/*
 * `npm run bench`: the main loop. `npm run bench -- --against bare`: orders, compared with what the database can do by
 * itself. `--short`: only enough to show that it runs.
 */
const { values } = parseArgs({
  options: { against: { type: "string" }, beside: { type: "string" }, short: { type: "boolean" } },
});
const print = (line: string) => void process.stdout.write(`${line}\n`);
ensureBuilt();
const isShort = values.short === true;
const given = givenDatabase();

async function inPractice(settings: Record<string, string>, work: (server: Server) => Promise<void>) {
  const practice = await startPractice(given, settings);
  try {
    await work(practice.server);
  } finally {
    await practice.close();
  }
}

if (values.against === "bare") {
  await againstBare({
    given,
    products: isShort ? 5 : 200,
    rounds: isShort ? 1 : 5,
    roundMs: isShort ? 20 : 3_000,
    print,
  });
} else if (values.beside === "others") {
  await inPractice({}, (server) =>
    besideOthers({ server, seconds: isShort ? 1 : 10, rows: isShort ? 300 : 30_000, print }),
  );
} else {
  await inPractice(paceOfLoop, (server) =>
    mainLoop({ server, sales: isShort ? 2 : 40, orders: isShort ? 8 : 200, print }),
  );
}
