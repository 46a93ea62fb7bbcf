import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { findEmbeddedPostgres } from "../src/kit/embedded-postgres/start.ts";
import { startServer } from "../test/support/server.ts";
import { givenDatabase } from "./alone.ts";

/*
 * 商品一括登録 of many rows (100,000, or the first argument), one in a hundred of them bad, on the running product with its
 * embedded PostgreSQL, fsync on. Measures the time per row, the largest memory of the server process, and the error
 * file, corrected and sent again; for comparison, the same rows by plain COPY, in and out. `npm run bench:csv [rows]`
 */
ensureBuilt();
const rows = Number(process.argv[2] ?? 100_000);
const dataDir = await mkdtemp(join(tmpdir(), "musubi-bench-"));
const given = givenDatabase();
const server = await startServer({ DATABASE_URL: given ?? "", DATA_DIR: dataDir });
const key = server.said().match(/mk_[\w-]+/)?.[0] ?? "";
const say = (line: string) => process.stdout.write(`${line}\n`);

type Job = { state: string; rows: number; done: number; failed: number; endedAt: string | null };

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "text/csv" };
  return await fetch(`${server.url}/api/v1${path}`, { ...init, headers });
}

/** Resident memory of the server process in MB: now, and the maximum so far. */
async function memory(): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${server.process.pid}/status`, "utf8");
  const of = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { now: of("VmRSS"), most: of("VmHWM") };
}

async function send(
  kind: string,
  text: string,
): Promise<{ id: string; job: Job; received: number; all: number }> {
  const begun = performance.now();
  const answer = (await (await ask(`/products/bulk-${kind}`, { method: "POST", body: text })).json()) as {
    id: string;
  };
  const received = performance.now() - begun;
  for (;;) {
    const job = (await (await ask(`/bulk-jobs/${answer.id}`)).json()) as Job;
    if (job.endedAt !== null) return { id: answer.id, job, received, all: performance.now() - begun };
    await delay(50);
  }
}

const isBad = (index: number) => index % 100 === 99;
const line = (index: number, price: string) =>
  `P-${index},商品 ${index} 番 これは少し長い商品名です,${price},10,公開,する,${index % 50}\n`;
const headings = "商品コード,商品名,販売価格,税率,公開,在庫管理フラグ,在庫数\n";
const file =
  headings +
  Array.from({ length: rows }, (_, index) =>
    line(index, isBad(index) ? "百円" : String(100 + (index % 900))),
  ).join("");

const idle = await memory();
const first = await send("register", file);
const peak = await memory();
const each = (ms: number) => `${Math.round(ms)} ms, ${(ms / rows).toFixed(3)} ms a row`;
say(`${rows} rows, ${Math.round(file.length / 1024)} k letters, ${first.job.failed} of them bad`);
say(`bulk register: taken after ${Math.round(first.received)} ms, through after ${each(first.all)}`);
say(
  `  ${first.job.done} done, ${first.job.failed} refused; memory: ${idle.now} MB before, at most ${peak.most} MB`,
);

const connection = given ?? (await findEmbeddedPostgres(dataDir));
if (connection === null) throw new Error("The embedded PostgreSQL is gone");
const client = new Client(connection);
await client.connect();
const folder = await mkdtemp(join(tmpdir(), "musubi-copy-"));
// PostgreSQL writes there as another user.
await chmod(folder, 0o777);
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
const ratio = (ours: number, theirs: number) => `${(ours / theirs).toFixed(1)} times as long`;

// Copies the same rows, as finished rows of all tables that a file writes, with indexes, in one COPY each.
async function copyIn(table: string): Promise<number> {
  await client.query(`create table copy_${table} (like ${table} including all)`);
  const { rows: names } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0
       and not attisdropped and attidentity = '' and attgenerated = ''`,
  );
  const list = names.map(({ name }) => name).join(", ");
  const path = join(folder, `${table}.txt`);
  await client.query(`copy ${table} (${list}) to program 'cat > ${path}'`);
  const taken = await timed(() => client.query(`copy copy_${table} (${list}) from program 'cat ${path}'`));
  await client.query(`drop table copy_${table}`);
  return taken;
}
let copied = 0;
for (const table of ["products", "variations", "movements", "product_events"]) copied += await copyIn(table);
say(`  plain COPY into four tables like ours: ${each(copied)}: register took ${ratio(first.all, copied)}`);
for (const table of ["outbox", "product_search"]) copied += await copyIn(table);
say(`  with its events and what finds it, six tables: ${each(copied)}: ${ratio(first.all, copied)}`);

const errors = (await (await ask(`/bulk-jobs/${first.id}/errors.csv`)).text()).replaceAll("百円", "100");
const mended = await send("register", errors);
say(`its error file, mended: ${mended.job.done} done, ${mended.job.failed} refused`);

const change =
  "商品コード,販売価格\n" +
  Array.from({ length: rows }, (_, index) => `P-${index},${1 + (index % 900)}\n`).join("");
const changed = await send("change", change);
say(
  `bulk change of all prices: ${each(changed.all)}; ${changed.job.done} done; memory at most ${(await memory()).most} MB`,
);

const begun = performance.now();
const exported = await (await ask("/products.csv")).text();
say(
  `export: ${Math.round(performance.now() - begun)} ms, ${exported.split("\r\n").length - 2} rows; memory at most ${(await memory()).most} MB`,
);

// Exports the same columns by COPY, in turn with our export, both through this process.
const exports: { ours: number; copied: number }[] = [];
for (let round = 0; round < 3; round += 1) {
  const ours = await timed(async () => await (await ask("/products.csv")).text());
  const copied = await timed(() =>
    client.query(`copy (select v.system_product_number, p.product_code, p.name, p.price, p.tax_rate, p.published, p.variation_pattern,
      p.questions, v.name, v.product_code, v.jan_code, v.price, v.tax_rate, v.stock_managed, v.smaregi_product_id, v.quantity
      from products p join variations v on v.merchant_id = p.merchant_id and v.product_id = p.id and v.deleted_at is null
      where p.deleted_at is null order by p.serial, v.position) to program 'cat > /dev/null' (format csv)`),
  );
  exports.push({ ours, copied });
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[1] ?? 0;
const out = {
  ours: median(exports.map(({ ours }) => ours)),
  copied: median(exports.map(({ copied }) => copied)),
};
say(
  `export: ${each(out.ours)}; COPY of the same columns ${each(out.copied)}: ${ratio(out.ours, out.copied)}`,
);

await client.end();
await server.stop();
await rm(folder, { recursive: true, force: true });
await rm(dataDir, { recursive: true, force: true });
