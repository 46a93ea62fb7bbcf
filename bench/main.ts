import { parseArgs } from "node:util";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { againstBare } from "./against-bare.ts";
import { besideOthers } from "./beside.ts";
import { mainLoop } from "./loop.ts";

/*
 * `npm run bench`: the main loop. `npm run bench -- --against bare`: orders, as a ratio to what the database does by itself.
 * `--short`: as little as shows that it runs.
 */
const { values } = parseArgs({
  options: { against: { type: "string" }, beside: { type: "string" }, short: { type: "boolean" } },
});
const print = (line: string) => void process.stdout.write(`${line}\n`);
ensureBuilt();
const isShort = values.short === true;
if (values.against === "bare") {
  await againstBare({
    products: isShort ? 5 : 200,
    rounds: isShort ? 1 : 5,
    roundMs: isShort ? 20 : 3_000,
    print,
  });
} else if (values.beside === "others") {
  await besideOthers({ seconds: isShort ? 1 : 10, rows: isShort ? 300 : 30_000, print });
} else {
  await mainLoop({ sales: isShort ? 2 : 40, orders: isShort ? 8 : 200, print });
}
