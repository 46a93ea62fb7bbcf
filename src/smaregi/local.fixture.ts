import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { createSmaregi } from "./client.ts";
import { jst } from "./jst.ts";
import type { EndedCall, Pace, Smaregi, SmaregiLog, TransactionBody } from "./types.ts";

export const account = { contractId: "sb_test", clientId: "client", clientSecret: "secret" };

/** A pace that lets every call go at once, and records what it was asked and what was logged. */
export function openNotes() {
  const notes = {
    taken: [] as string[],
    paused: [] as number[],
    said: [] as object[],
    ended: [] as EndedCall[],
  };
  const pace: Pace = {
    take: async (_, kind) => void notes.taken.push(kind),
    pause: async (_, __, milliseconds) => void notes.paused.push(milliseconds),
  };
  const say = (fields: object, text: string) => void notes.said.push({ ...fields, text });
  const log: SmaregiLog = { warn: say, debug: say };
  return { ...notes, options: { pace, log, onCall: (call: EndedCall) => void notes.ended.push(call) } };
}

type ClientOptions = ReturnType<typeof openNotes>["options"] & { timeoutMs?: number };

/** A client of one server for both hosts. */
export const openClient = (url: string, options: ClientOptions): Smaregi =>
  createSmaregi({ idUrl: url, apiUrl: url, ...options });

/** The time limit of a client that is meant to reach it. */
export const impatient = { timeoutMs: 400 };

/** A local Smaregi for a test file, reset before each test, and a new client for it. */
export function useLocalSmaregi() {
  let sandbox: Sandbox | undefined;
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    return await (await fetch(`${sandbox?.url}/_sandbox${path}`, init)).json();
  };
  const local = {
    smaregi: undefined as unknown as Smaregi,
    notes: openNotes(),
    /** Opens the test's client again, with its own time limit. */
    reopen: async (options: Pick<ClientOptions, "timeoutMs">): Promise<void> => {
      await local.smaregi.close();
      local.smaregi = openClient(sandbox?.url ?? "", { ...local.notes.options, ...options });
    },
    control,
    counts: async () => ((await control("GET", "/calls")) as { counts: Record<string, number> }).counts,
    fault: (call: string, kind: string, times = 1) => control("POST", "/faults", { call, kind, times }),
  };
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox?.close());
  beforeEach(async () => {
    await control("POST", "/reset");
    await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
    await control("PUT", `/contracts/${account.contractId}`, {
      clientId: account.clientId,
      clientSecret: account.clientSecret,
      stores: [{ storeId: "1", storeName: "本店" }],
      terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
      products: [
        {
          productId: "8000001",
          productCode: "C-1",
          productName: "珈琲",
          price: 1296,
          reduceTaxId: "10000001",
        },
        { productId: "8000002", productCode: "C-2", productName: "急須" },
      ],
      stock: [{ storeId: "1", productId: "8000001", stockAmount: -3 }],
    });
    local.notes = openNotes();
    local.smaregi = openClient(sandbox?.url ?? "", local.notes.options);
  });
  afterEach(() => local.smaregi.close());
  return local;
}

/** A sale of one coffee. */
export const sale = (terminalTranId: string, more: Partial<TransactionBody> = {}): TransactionBody => ({
  transactionHeadDivision: "1",
  subtotal: "1296",
  total: "1296",
  storeId: "1",
  terminalId: "2",
  terminalTranId,
  terminalTranDateTime: jst(new Date()),
  transactionUuid: `u-${terminalTranId}`,
  details: [line("8000001")],
  ...more,
});

export const line = (productId: string): TransactionBody["details"][number] => ({
  transactionDetailId: "1",
  transactionDetailDivision: "1",
  salesPrice: "1296",
  quantity: "1",
  productId,
});
