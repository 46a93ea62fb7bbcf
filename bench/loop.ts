import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "../test/support/server.ts";

type Json = { [key: string]: any };

type Options = { server: Server; sales: number; orders: number; print: (line: string) => void };

/**
 * The main loop, measured on the running product in practice mode (`startPractice`, at `paceOfLoop`): how long a till sale takes to
 * reach the shop's quantity, how long an order takes to reach the till's books, and how many orders are taken per second.
 */
export async function mainLoop({ server, sales, orders, print }: Options): Promise<void> {
  const key = server.said().match(/mk_[\w-]+/)?.[0] ?? "";
  const till = /(http\S+)\/till/.exec(server.said())?.[1] ?? "";

  async function ask(url: string, method = "GET", body?: object): Promise<Json> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Json;
  }
  const control = (method: string, path: string, body?: object) =>
    ask(`${till}/_sandbox${path}`, method, body);
  const api = (path: string, method = "GET", body?: object) =>
    ask(`${server.url}/api/v1${path}`, method, body);

  async function untilQuiet(): Promise<void> {
    for (;;) {
      const status = await api("/status");
      if (status["pendingOrders"] === 0 && status["waitingSignals"] === 0) return;
      await delay(20);
    }
  }

  /** Waits until the quantities in the shop are as expected. */
  async function untilShelf(isSo: (quantityOf: (row: Json) => number) => boolean): Promise<void> {
    for (;;) {
      const { shelf } = await ask(`${server.url}/practice/shelf`);
      const quantities = new Map((shelf as Json[]).map((row) => [row["id"], row["quantity"] as number]));
      if (isSo((row) => quantities.get(row["id"]) ?? 0)) return;
      await delay(2);
    }
  }

  const report = (what: string, times: number[]) => {
    const sorted = times.toSorted((a, b) => a - b);
    const at = (part: number) =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
    print(`${what}: median ${at(0.5)} ms, nine in ten ${at(0.9)} ms, worst ${at(1)} ms`);
  };

  await control("PATCH", "/switches", { readsPerSecond: 50, writesPerSecond: 20 });
  const { shelf } = await ask(`${server.url}/practice/shelf`);
  // Some may still wait for their first quantity; those that by nature have none never get one.
  const products = (shelf as Json[]).filter((row) => row["quantity"] !== null).slice(0, 10);
  await control("POST", "/contracts/sb_musubi/stock", {
    changes: products.map((row) => ({ productId: row["smaregiProductId"], storeId: "1", stockAmount: 1000 })),
  });
  // An idle system is not enough: the notifications of this may not have been sent yet, and a sale before them would be waited for in
  // vain.
  await untilShelf((quantityOf) => products.every((row) => quantityOf(row) === 1000));

  const seen: number[] = [];
  for (let nth = 0; nth < sales; nth += 1) {
    const row = products[nth % products.length] as Json;
    const left = 1000 - Math.floor(nth / products.length) - 1;
    const begun = performance.now();
    const lines = [{ productId: row["smaregiProductId"], quantity: 1 }];
    await control("POST", "/contracts/sb_musubi/sales", { storeId: "1", terminalId: "1", lines });
    await untilShelf((quantityOf) => quantityOf(row) === left);
    seen.push(performance.now() - begun);
    await delay(100);
  }
  report(`till sale to shown quantity (${sales} sales)`, seen);
  const { syncLatencyMs } = await api("/status");
  print(`  of which notification to stored quantity: ${JSON.stringify(syncLatencyMs)}`);

  const booked: number[] = [];
  for (let nth = 0; nth < sales; nth += 1) {
    const variationId = (products[nth % products.length] as Json)["id"];
    const begun = performance.now();
    const { id } = await api("/orders", "POST", { kind: "normal", lines: [{ variationId, quantity: 1 }] });
    while ((await api(`/orders/${id}`))["link"].state !== "registered") await delay(2);
    booked.push(performance.now() - begun);
    await delay(100);
  }
  report(`order to the till's books (${sales} orders)`, booked);

  await untilQuiet();
  const callsBefore = (await control("GET", "/calls?contractId=sb_musubi"))["counts"];
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < orders) {
        const variationId = (products[(next += 1) % products.length] as Json)["id"];
        await api("/orders", "POST", { kind: "normal", lines: [{ variationId, quantity: 1 }] });
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  print(`orders taken, eight buyers at a time: ${Math.round(orders / seconds)} a second (${orders})`);
  await untilQuiet();
  const calls = (await control("GET", "/calls?contractId=sb_musubi"))["counts"];
  const made = Object.entries(calls).map(
    ([call, count]) => [call, Number(count) - (callsBefore[call] ?? 0)] as const,
  );
  print(
    `calls to Smaregi for them: ${made
      .filter(([, count]) => count > 0)
      .map(([call, count]) => `${count} ${call}`)
      .join(", ")}`,
  );
}
