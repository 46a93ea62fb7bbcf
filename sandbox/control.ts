import { notThere, ok, refuse, type Answer } from "./answer.ts";
import { putContract, putProducts, shownContract, type GivenContract } from "./contracts.ts";
import { faultKinds, type Fault } from "./faults.ts";
import { jst } from "./jst.ts";
import { deliver, notifyStock } from "./notify.ts";
import { routes } from "./platform-api.ts";
import type { Contract, Fields, State, Webhook } from "./state.ts";
import { moveStock } from "./stock.ts";
import { defaultSwitches, switchesOf, unknownSwitches } from "./switches.ts";
import { cancel, dispose, register, shown } from "./transactions.ts";
import { randomUUID } from "node:crypto";

type Control = { state: State; query: URLSearchParams; body: unknown; parts: string[] };
type Action = (control: Control) => Answer | Promise<Answer>;

const withContract =
  (action: (contract: Contract, control: Control) => Answer): Action =>
  (control) => {
    const contract = control.state.contracts.get(control.parts[0] ?? "");
    return contract === undefined ? refuse(404, "There is no such contract.") : action(contract, control);
  };

type Change = { productId: string; storeId: string; stockAmount?: string | number; amount?: string | number };

const changeStock = withContract((contract, { state, body }) => {
  const { changes = [], notify = true } = (body ?? {}) as { changes?: Change[]; notify?: boolean };
  const moved = moveStock(
    state,
    contract,
    changes.map(({ productId, storeId, stockAmount, amount }) => ({
      productId,
      storeId,
      division: "01",
      ...(stockAmount === undefined ? { difference: Number(amount ?? 0) } : { amount: Number(stockAmount) }),
    })),
  );
  if (notify) notifyStock(state, contract.contractId, moved);
  return ok({ changed: moved.length });
});

let tillNumber = Date.now() % 1_000_000_000;

const sell = withContract((contract, { state, body }) => {
  const {
    storeId = "",
    terminalId = "",
    lines = [],
  } = (body ?? {}) as {
    storeId?: string;
    terminalId?: string;
    lines?: { productId: string; quantity: number | string; salesPrice?: number | string }[];
  };
  const details = lines.map((line, index): Fields => ({
    transactionDetailId: String(index + 1),
    transactionDetailDivision: "1",
    productId: line.productId,
    quantity: String(line.quantity),
    salesPrice: String(line.salesPrice ?? contract.products.get(line.productId)?.["price"] ?? "0"),
  }));
  if (details.length === 0 || details.some((line) => !contract.products.has(line["productId"] ?? ""))) {
    return refuse(400, "There is no such product.");
  }
  const total = String(
    details.reduce((sum, line) => sum + Number(line["salesPrice"]) * Number(line["quantity"]), 0),
  );
  tillNumber += 1;
  const head = {
    transactionHeadDivision: "1",
    subtotal: total,
    total,
    storeId,
    terminalId,
    terminalTranId: String(tillNumber),
    terminalTranDateTime: jst(),
    memo: null,
  };
  return ok(shown(register(state, contract, head, details), true));
});

const undo = (how: typeof cancel): Action =>
  withContract((contract, { state, parts }) => {
    const transaction = contract.transactions.get(parts[1] ?? "");
    if (transaction === undefined) return notThere();
    const result = how(state, contract, transaction);
    return "status" in result ? (result as Answer) : ok(shown(result as typeof transaction, true));
  });

const wholeStock = withContract((contract, { query }) => {
  const stores = [...contract.stock].filter(([storeId]) => (query.get("storeId") ?? storeId) === storeId);
  return ok(
    stores.flatMap(([, rows]) =>
      [...rows.values()].map((row) => ({
        storeId: row.storeId,
        productId: row.productId,
        stockAmount: String(row.amount),
        updDateTime: jst(new Date(row.updatedAt)),
      })),
    ),
  );
});

const allTransactions = withContract((contract, { query }) => {
  const all = [...contract.transactions.values()];
  const terminalId = query.get("terminalId");
  const asked = all.filter(({ head }) => terminalId === null || head["terminalId"] === terminalId);
  return ok(asked.map((transaction) => shown(transaction, true)));
});

const setSwitches: Action = ({ state, query, body }) => {
  const patch = (body ?? {}) as object;
  const unknown = unknownSwitches(patch);
  if (unknown.length > 0) return refuse(400, `No such switch: ${unknown.join(", ")}`);
  const contractId = query.get("contractId");
  if (contractId === null) Object.assign(state.switches, patch);
  else {
    const contract = state.contracts.get(contractId);
    if (contract === undefined) return refuse(404, "There is no such contract.");
    Object.assign(contract.switches, patch);
  }
  return ok(switchesOf(state, contractId ?? ""));
};

const addFault: Action = ({ state, body }) => {
  const { call = "", kind, times = 1, contractId } = (body ?? {}) as Partial<Fault>;
  const known = call === "*" || call === "POST /token" || routes.some((route) => route.call === call);
  if (!known || kind === undefined || !faultKinds.includes(kind)) {
    return refuse(
      400,
      `call: "*", "POST /token" or one of ${routes.map((route) => route.call).join(", ")}; kind: one of ${faultKinds.join(", ")}`,
    );
  }
  state.faults.push({ call, kind, times, ...(contractId === undefined ? {} : { contractId }) });
  return ok(state.faults);
};

const readCalls: Action = ({ state, query }) => {
  const contractId = query.get("contractId");
  const counts = new Map<string, number>();
  for (const [contract, each] of state.counts) {
    if ((contractId ?? contract) !== contract) continue;
    for (const [call, count] of each) counts.set(call, (counts.get(call) ?? 0) + count);
  }
  const since = Number(query.get("since") ?? "0");
  const calls = state.calls.filter(
    (call) => (contractId ?? call.contractId) === call.contractId && call.seq > since,
  );
  return ok({ counts: Object.fromEntries(counts), calls });
};

const sendNotification: Action = async ({ state, body }) => {
  const {
    contractId = "",
    eventId,
    headers,
    ...rest
  } = (body ?? {}) as {
    contractId?: string;
    eventId?: string;
    headers?: Record<string, string>;
  };
  const status = await deliver(state, contractId, { contractId, ...rest }, eventId ?? randomUUID(), headers);
  return ok({ status });
};

const putWebhook: Action = ({ state, body }) => {
  const {
    url = "",
    headerName = "X-Musubi-Secret",
    headerValue = "",
    contractId,
  } = (body ?? {}) as Partial<Webhook> & {
    contractId?: string;
  };
  const webhook = { url, headerName, headerValue };
  if (contractId === undefined) state.webhook = webhook;
  else state.contractWebhooks.set(contractId, webhook);
  return ok(webhook);
};

/** `/_sandbox/...`: sets up contracts, plays the till, turns switches, and tells what was called and sent. */
export const actions: [method: string, path: RegExp, action: Action][] = [
  ["GET", /^\/contracts$/, ({ state }) => ok([...state.contracts.values()].map(shownContract))],
  [
    "PUT",
    /^\/contracts\/([^/]+)$/,
    ({ state, parts, body }) =>
      ok(shownContract(putContract(state, parts[0] ?? "", (body ?? {}) as GivenContract))),
  ],
  ["GET", /^\/contracts\/([^/]+)$/, withContract((contract) => ok(shownContract(contract)))],
  [
    "DELETE",
    /^\/contracts\/([^/]+)$/,
    ({ state, parts }) => ok({ deleted: state.contracts.delete(parts[0] ?? "") }),
  ],
  [
    "POST",
    /^\/contracts\/([^/]+)\/products$/,
    withContract((contract, { state, body }) => {
      putProducts(state, contract, (body ?? []) as Record<string, unknown>[]);
      return ok({ products: contract.products.size });
    }),
  ],
  [
    "DELETE",
    /^\/contracts\/([^/]+)\/products\/([^/]+)$/,
    withContract((contract, { state, parts }) => {
      for (const rows of contract.stock.values()) rows.delete(parts[1] ?? "");
      state.changed();
      return ok({ deleted: contract.products.delete(parts[1] ?? "") });
    }),
  ],
  ["POST", /^\/contracts\/([^/]+)\/stock$/, changeStock],
  ["GET", /^\/contracts\/([^/]+)\/stock$/, wholeStock],
  ["POST", /^\/contracts\/([^/]+)\/sales$/, sell],
  ["GET", /^\/contracts\/([^/]+)\/transactions$/, allTransactions],
  ["POST", /^\/contracts\/([^/]+)\/transactions\/([^/]+)\/cancel$/, undo(cancel)],
  ["POST", /^\/contracts\/([^/]+)\/transactions\/([^/]+)\/dispose$/, undo(dispose)],
  ["PUT", /^\/webhook$/, putWebhook],
  ["GET", /^\/webhook$/, ({ state }) => ok(state.webhook)],
  [
    "DELETE",
    /^\/webhook$/,
    ({ state }) => {
      state.webhook = null;
      state.contractWebhooks.clear();
      return ok(null);
    },
  ],
  ["GET", /^\/switches$/, ({ state, query }) => ok(switchesOf(state, query.get("contractId") ?? ""))],
  ["PATCH", /^\/switches$/, setSwitches],
  [
    "POST",
    /^\/switches\/reset$/,
    ({ state }) => {
      state.switches = { ...defaultSwitches };
      for (const contract of state.contracts.values()) contract.switches = {};
      return ok(state.switches);
    },
  ],
  ["POST", /^\/faults$/, addFault],
  ["GET", /^\/faults$/, ({ state }) => ok(state.faults)],
  [
    "DELETE",
    /^\/faults$/,
    ({ state }) => {
      state.faults = [];
      return ok([]);
    },
  ],
  ["GET", /^\/calls$/, readCalls],
  [
    "DELETE",
    /^\/calls$/,
    ({ state }) => {
      state.calls = [];
      state.counts.clear();
      return ok(null);
    },
  ],
  ["GET", /^\/notifications$/, ({ state }) => ok(state.notifications)],
  ["POST", /^\/notifications$/, sendNotification],
  [
    "POST",
    /^\/reset$/,
    ({ state }) => {
      for (const kept of [state.contracts, state.tokens, state.contractWebhooks, state.counts, state.buckets])
        kept.clear();
      state.switches = { ...defaultSwitches };
      state.faults = [];
      state.calls = [];
      state.notifications = [];
      state.changed();
      return ok(null);
    },
  ],
];
