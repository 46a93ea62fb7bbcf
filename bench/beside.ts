import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "undici";
import type { Server } from "../test/support/server.ts";
import { noticeHeaders } from "./practice.ts";

type Json = { [key: string]: any };

type Options = { server: Server; seconds: number; rows: number; print: (line: string) => void };

/**
 * Measures how long others wait while the product is busy, on the running product in practice mode (`startPractice`): Smaregi, for
 * the answers to its notifications at 500 a second (once about unlinked products, which leave the worker idle, and once about
 * products that are read), and a buyer while a file is being imported. Each request goes out at its planned time, however long
 * earlier ones take.
 */
export async function besideOthers(options: Options): Promise<void> {
  const http = new Pool(options.server.url, { connections: 64 });
  try {
    await measure(http, options);
  } finally {
    await http.close();
  }
}

async function measure(http: Pool, { server, seconds, rows, print }: Options): Promise<void> {
  const key = server.said().match(/mk_[\w-]+/)?.[0] ?? "";
  const authorization = `Bearer ${key}`;

  async function send(path: string, body: string, headers: Record<string, string>): Promise<Json> {
    const answer = await http.request({ path, method: "POST", body, headers });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as Json;
  }
  const get = async (path: string): Promise<Json> =>
    (await (await fetch(`${server.url}${path}`, { headers: { authorization } })).json()) as Json;

  /** Sends `perSecond` requests a second; measures each from its planned time. */
  async function timed(perSecond: number, isOver: (nth: number) => boolean, ask: () => Promise<unknown>) {
    const waited: number[] = [];
    const under: Promise<unknown>[] = [];
    const begun = performance.now();
    for (let nth = 0; !isOver(nth); nth += 1) {
      const due = begun + (nth * 1000) / perSecond;
      if (due > performance.now()) await delay(due - performance.now());
      under.push(ask().then(() => waited.push(performance.now() - due)));
    }
    await Promise.all(under);
    return waited.toSorted((a, b) => a - b);
  }
  const report = (what: string, waited: number[]) => {
    const at = (part: number) =>
      (waited[Math.min(waited.length - 1, Math.floor(waited.length * part))] ?? 0).toFixed(1);
    print(`${what}: median ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms (${waited.length})`);
  };

  const { shelf } = await get("/practice/shelf");
  const linked = (shelf as Json[]).filter((row) => row["quantity"] !== null);
  let said = 0;
  const notify = (products: string[]) => async () => {
    said += 1;
    const productId = products[said % products.length] ?? "";
    const ids = [{ id: productId, productId, storeId: "1" }];
    const notice = { contractId: "sb_musubi", event: "pos:stock", action: "edited", ids };
    const headers = { "content-type": "application/json", ...noticeHeaders };
    await send("/webhooks/smaregi", JSON.stringify(notice), headers);
  };
  const most = 500 * seconds;
  const unknown = Array.from({ length: 1_000 }, (_, nth) => String(99_000_000 + nth));
  const known = linked.map((row) => row["smaregiProductId"] as string);
  const flood = async (what: string, products: string[], count: number) =>
    report(`500 notifications a second ${what}`, await timed(500, (nth) => nth === count, notify(products)));
  await flood("of nobody's products, a program that just started", unknown, most / 2);
  await flood("of nobody's products", unknown, most);
  await flood("of products that are read", known, most);

  const headers = { "content-type": "application/json", authorization };
  const product = { name: "無制限", price: 100, taxRate: 10, variations: [{ stockManaged: false }] };
  const made = await send("/api/v1/products", JSON.stringify(product), headers);
  const lines = [{ variationId: made["variations"][0].id, quantity: 1 }];
  const order = () => send("/api/v1/orders", JSON.stringify({ kind: "normal", lines }), headers);
  report("an order, 20 a second", await timed(20, (nth) => nth === 20 * seconds, order));
  const file = Array.from(
    { length: rows },
    (_, nth) => `B-${nth},商品 ${nth} 番,${100 + (nth % 900)}\n`,
  ).join("");
  const { id } = await send("/api/v1/products/bulk-register", `商品コード,商品名,販売価格\n${file}`, {
    "content-type": "text/csv",
    authorization,
  });
  let isThrough = false;
  const through = (async () => {
    while (!isThrough) {
      isThrough = (await get(`/api/v1/bulk-jobs/${id}`))["endedAt"] !== null;
      await delay(100);
    }
  })();
  report(`an order beside a file of ${rows} rows`, await timed(20, () => isThrough, order));
  await through;
}
