import type { Fault } from "./faults.ts";
import type { Code, UserToken } from "./sign-in/code.ts";
import type { Switches } from "./switches.ts";

/** A record as Smaregi keeps it: every value a string or null. */
export type Fields = { [name: string]: string | null };

/** What hangs on a product beside its own values, and is answered where a query asks for it. */
export type Nested = {
  /** 取扱設定: stores that do not sell it (`assignDivision` 1); every other does. */
  stores?: Fields[];
  /** 在庫引当: what a sale of it takes instead. */
  inventoryReservations?: Fields[];
};

export type StockRow = { storeId: string; productId: string; amount: number; updatedAt: number };
export type StockChange = StockRow & {
  id: string;
  difference: number;
  division: string;
  memo: string | null;
};
export type Detail = Fields & { transactionDetailId: string; productId: string | null; quantity: string };
export type Transaction = {
  head: Fields;
  details: Detail[];
  depositOthers: Fields[];
  /** Milliseconds, beside the strings of `head`, so that a list of many thousands is searched fast. */
  receivedAt: number;
  terminalTranAt: number;
  updatedAt: number;
};

/** One contract of Smaregi: its shops, goods, stock and books. */
export type Contract = {
  contractId: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  /** The contract ended the use of the app: no more tokens. */
  appEnded: boolean;
  stores: Map<string, Fields>;
  terminals: Map<string, Fields>;
  /** 部門: what the till page sorts goods by. */
  categories: Map<string, Fields>;
  products: Map<string, Fields>;
  /** By product ID. */
  nested: Map<string, Nested>;
  /** 支払方法 by its ID; `storeIds`: where it is in use, parted by commas. */
  paymentMethods: Map<string, Fields>;
  /** 軽減税率 of its own, beside those that every contract has. */
  reduceTaxRates: Map<string, Fields>;
  /** store ID, then product ID. */
  stock: Map<string, Map<string, StockRow>>;
  changes: StockChange[];
  transactions: Map<string, Transaction>;
  /** storeId, terminalId, terminalTranDateTime and terminalTranId, in one. */
  keys: Set<string>;
  lastChangeId: number;
  lastTransactionId: number;
  lastTillNumber: number;
  switches: Partial<Switches>;
};

type Webhook = {
  url: string;
  headerName: string;
  headerValue: string;
  /** Where 利用者通知 go: a setting of its own. */
  subscriptionUrl?: string | undefined;
};
type Token = { contractId: string; scopes: string[]; goodUntil: number };
export type Call = {
  seq: number;
  at: string;
  contractId: string;
  method: string;
  path: string;
  query: string;
  /** "METHOD /path-template", as in the counts. */
  call: string;
  /** null while it is served, and where it was never answered. */
  status: number | null;
  fault?: string;
};
export type SentNotification = {
  at: string;
  contractId: string;
  event: string;
  eventId: string;
  body: object;
  /** What the receiver answered; null where it did not, or nothing was sent. */
  status: number | null;
  error?: string;
};

/** One change of what is kept. Each can be applied twice without harm: it carries whole records. */
export type Entry =
  | { contracts: object[] }
  | { gone: string }
  | { webhook: Webhook | null; contractWebhooks: [string, Webhook][] }
  | { of: string; products: Fields[]; nested?: [string, Nested][] }
  | { of: string; categories: Fields[] }
  | { of: string; withoutProduct: string }
  | { of: string; changes: StockChange[] }
  | { of: string; transactions: Transaction[]; lastTillNumber: number }
  | { reset: true };

/** All that the local Smaregi knows. */
export type State = {
  contracts: Map<string, Contract>;
  tokens: Map<string, Token>;
  codes: Map<string, Code>;
  userTokens: Map<string, UserToken>;
  /** Where a sign-in may go back to; null: anywhere on this machine. */
  redirectUris: string[] | null;
  switches: Switches;
  faults: Fault[];
  webhook: Webhook | null;
  contractWebhooks: Map<string, Webhook>;
  calls: Call[];
  counts: Map<string, Map<string, number>>;
  notifications: SentNotification[];
  /** How many notifications each contract gave cause for, the lost ones too. */
  announced: Map<string, number>;
  /** Notifications that wait to be sent in another order. */
  held: (() => void)[];
  buckets: Map<string, { left: number; at: number }>;
  seq: number;
  timers: Set<NodeJS.Timeout>;
  /** Told of everything as it happens. */
  listeners: Set<(event: string, data: object) => void>;
  /** Told of every change of what is kept. */
  keep: (entry: Entry) => void;
};

/** Every scope that an app can switch on. */
const allScopes = [
  ..."products customers stock transactions suppliers stores staffs losses orders transfers"
    .split(" ")
    .flatMap((name) => [`pos.${name}:read`, `pos.${name}:write`]),
  "pos.stock-changes:read",
  "pos.stocktaking:read",
];

/** A contract without goods, with every scope. */
export function newContract(contractId: string, clientId: string, clientSecret: string): Contract {
  return {
    contractId,
    clientId,
    clientSecret,
    scopes: [...allScopes],
    appEnded: false,
    stores: new Map(),
    terminals: new Map(),
    categories: new Map(),
    products: new Map(),
    nested: new Map(),
    paymentMethods: new Map(),
    reduceTaxRates: new Map(),
    stock: new Map(),
    changes: [],
    transactions: new Map(),
    keys: new Set(),
    lastChangeId: 0,
    lastTransactionId: 0,
    lastTillNumber: 0,
    switches: {},
  };
}

/** The switches as they stand for a contract: its own before those of all. */
export function switchesOf(state: State, contractId: string): Switches {
  return { ...state.switches, ...state.contracts.get(contractId)?.switches };
}

/** What time it is in a contract's Smaregi, whose clock may differ from this machine's. */
export const timeAt = (state: State, contractId: string): number =>
  Date.now() + switchesOf(state, contractId).clockOffsetMs;

/** Tells whoever watches (the till page). */
export function tell(state: State, event: string, data: object): void {
  for (const listener of state.listeners) listener(event, data);
}

/** Does something later; a reset or the end comes before it. */
export function later(state: State, waitMs: number, action: () => void): void {
  const timer = setTimeout(() => {
    state.timers.delete(timer);
    action();
  }, waitMs);
  state.timers.add(timer.unref());
}

/** Drops everything that was to be done later. */
export function dropLater(state: State): void {
  for (const timer of state.timers) clearTimeout(timer);
  state.timers.clear();
  state.held = [];
}
