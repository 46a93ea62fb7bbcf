import type { Fault } from "./faults.ts";
import type { Switches } from "./switches.ts";

/** A record as Smaregi keeps it: every value a string or null. */
export type Fields = { [name: string]: string | null };

export type StockRow = { storeId: string; productId: string; amount: number; updatedAt: number };
export type StockChange = StockRow & {
  id: string;
  difference: number;
  division: string;
  memo: string | null;
};
export type Detail = Fields & { transactionDetailId: string; productId: string | null; quantity: string };
export type Transaction = { head: Fields; details: Detail[]; terminalTranAt: number; updatedAt: number };

/** One contract of Smaregi: its shops, goods, stock and books. */
export type Contract = {
  contractId: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  stores: Map<string, Fields>;
  terminals: Map<string, Fields>;
  products: Map<string, Fields>;
  /** store ID, then product ID. */
  stock: Map<string, Map<string, StockRow>>;
  changes: StockChange[];
  transactions: Map<string, Transaction>;
  /** storeId, terminalId, terminalTranDateTime and terminalTranId, in one. */
  keys: Set<string>;
  lastChangeId: number;
  lastTransactionId: number;
  switches: Partial<Switches>;
};

export type Webhook = { url: string; headerName: string; headerValue: string };
export type Token = { contractId: string; scopes: string[]; goodUntil: number };
export type Call = {
  seq: number;
  at: string;
  contractId: string;
  method: string;
  path: string;
  query: string;
  call: string;
  status: number | null;
  fault?: string;
};
export type SentNotification = {
  at: string;
  contractId: string;
  event: string;
  eventId: string;
  body: object;
  status: number | null;
  error?: string;
};

/** All that the local Smaregi knows. */
export type State = {
  contracts: Map<string, Contract>;
  tokens: Map<string, Token>;
  switches: Switches;
  faults: Fault[];
  webhook: Webhook | null;
  contractWebhooks: Map<string, Webhook>;
  calls: Call[];
  counts: Map<string, Map<string, number>>;
  notifications: SentNotification[];
  buckets: Map<string, { left: number; at: number }>;
  seq: number;
  /** Told of everything as it happens. */
  listeners: Set<(event: string, data: object) => void>;
  /** Told that something that is kept has changed. */
  changed: () => void;
};

export const allScopes =
  "pos.products:read pos.products:write pos.customers:read pos.stock:read pos.stock:write pos.stock-changes:read pos.transactions:read pos.transactions:write pos.stores:read".split(
    " ",
  );

/** A contract without goods, with every scope. */
export function newContract(contractId: string, clientId: string, clientSecret: string): Contract {
  return {
    contractId,
    clientId,
    clientSecret,
    scopes: [...allScopes],
    stores: new Map(),
    terminals: new Map(),
    products: new Map(),
    stock: new Map(),
    changes: [],
    transactions: new Map(),
    keys: new Set(),
    lastChangeId: 0,
    lastTransactionId: 0,
    switches: {},
  };
}

/** Tells whoever watches (the till page). */
export function tell(state: State, event: string, data: object): void {
  for (const listener of state.listeners) listener(event, data);
}
