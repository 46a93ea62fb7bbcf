import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { newId } from "../kit/ids.ts";
import { listFailures } from "./read-log.ts";
import { addFailures, settleFailures, type Failure } from "./store.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(async () => {
  await house.close();
});

const failure = (given: Partial<Failure>): Failure => ({
  call: "transactionRegister",
  status: 503,
  fact: { kind: "maintenance", data: {} },
  ...given,
});

async function openLog() {
  const { merchantId, select } = await house.openShop();
  return {
    counts: async () =>
      await select(
        `select jsonb_array_length(tries) + 1 as attempts, count(*)::int from integration_log
         where merchant_id = $1 group by 1 order by 1`,
      ),
    add: async (...failures: Failure[]) => await addFailures(house.ctx.db, merchantId, failures),
    settle: async (rowId: string) =>
      await settleFailures(house.ctx.db, merchantId, { rowIds: [rowId] }, "repaired"),
    entries: async () => (await listFailures(house.ctx, { merchantId, limit: 50 })).items,
  };
}

it("F1: what fails again is a further attempt of the open entry: the entry keeps its ID and time, each attempt has its own", async () => {
  const log = await openLog();
  const [rowId, variationId] = [newId(), newId()];
  await log.add(failure({ rowId, orderId: newId() }));
  const [first] = await log.entries();
  expect(first).not.toHaveProperty("attempts");
  const refused = { kind: "smaregiSaid", data: { said: "HTTP 400: no" } } as const;
  await log.add(
    failure({ rowId, status: 400, fact: refused }),
    failure({ call: "stockList", variationId, smaregiProductId: "8000001" }),
  );
  const [reading, order] = await log.entries();
  expect(reading).toMatchObject({ call: "stockList", smaregiProductId: "8000001" });
  expect(reading).not.toHaveProperty("attempts");
  expect(order).toMatchObject({ id: first?.id, at: first?.at, status: 400, fact: refused, state: "open" });
  expect(order?.attempts).toMatchObject([
    { at: first?.at, fact: { kind: "maintenance" } },
    { at: expect.any(Date), fact: refused },
  ]);
});

it("F1: as many as a large shop has products fail at once, and again, each its own entry", async () => {
  const log = await openLog();
  const failures = Array.from({ length: 12_000 }, () =>
    failure({ call: "stockList", variationId: newId(), smaregiProductId: "8000001" }),
  );
  await log.add(...failures);
  await log.add(...failures.slice(0, 6_000));
  expect(await log.counts()).toEqual([
    { attempts: 1, count: 6_000 },
    { attempts: 2, count: 6_000 },
  ]);
});

it("F1: what failed after it was repaired is an entry of its own", async () => {
  const log = await openLog();
  const rowId = newId();
  await log.add(failure({ rowId }));
  await log.settle(rowId);
  await log.add(failure({ rowId }));
  expect(await log.entries()).toMatchObject([{ state: "open" }, { state: "repaired" }]);
});

it("F1: of very many attempts the newest are kept", async () => {
  const log = await openLog();
  const rowId = newId();
  for (let nth = 0; nth < 25; nth += 1) await log.add(failure({ rowId, status: 500 + nth }));
  const [entry] = await log.entries();
  expect(entry).toMatchObject({ status: 524 });
  expect(entry?.attempts).toHaveLength(21);
});
