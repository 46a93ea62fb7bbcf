import type { Fault } from "./faults.ts";
import type { Code, UserToken } from "./sign-in/code.ts";
import type { Switches } from "./switches.ts";

/** A record as Smaregi stores it: every value a string or null. */
export type Fields = { [name: string]: string | null };

/** A product's nested records, which are answered if a query asks for them. */
export type Nested = {
  /** 取扱設定: stores that do not sell it (`assignDivision` 1); all others do. */
  stores?: Fields[];
  /** 在庫引当: what a sale of it takes from stock instead. */
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
  /** Milliseconds. Stored beside the strings of `head`, so that a list of many thousands is searched fast. */
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
  /** 部門: the till page sorts goods by them. */
  categories: Map<string, Fields>;
  products: Map<string, Fields>;
  /** By product ID. */
  nested: Map<string, Nested>;
  /** 支払方法 by its ID; `storeIds`: the stores that use it, separated by commas. */
  paymentMethods: Map<string, Fields>;
  /** The contract's own 軽減税率, in addition to those that every contract has. */
  reduceTaxRates: Map<string, Fields>;
  /** By store ID, then by product ID. */
  stock: Map<string, Map<string, StockRow>>;
  changes: StockChange[];
  transactions: Map<string, Transaction>;
  /** storeId, terminalId, terminalTranDateTime and terminalTranId, joined. */
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
  /** Where 利用者通知 go: a separate setting. */
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
  /** Null while it is served, and if it was never answered. */
  status: number | null;
  fault?: string;
};
export type SentNotification = {
  at: string;
  contractId: string;
  event: string;
  eventId: string;
  body: object;
  /** The receiver's answer; null if there was none, or if nothing was sent. */
  status: number | null;
  error?: string;
};

/** One change of what is stored. Applying it twice does no harm, because it contains whole records. */
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

/** Everything that the local Smaregi knows. */
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
  /** The number of notifications that each contract caused, including the lost ones. */
  announced: Map<string, number>;
  /** Notifications that wait to be sent in another order. */
  held: (() => void)[];
  buckets: Map<string, { left: number; at: number }>;
  seq: number;
  timers: Set<NodeJS.Timeout>;
  /** Called with everything as it happens. */
  listeners: Set<(event: string, data: object) => void>;
  /** Called with every change of what is stored. */
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

/** The switches that apply to a contract: its own come before those of all. */
export function switchesOf(state: State, contractId: string): Switches {
  return { ...state.switches, ...state.contracts.get(contractId)?.switches };
}

/** The time in a contract's Smaregi, whose clock may differ from this machine's. */
export const timeAt = (state: State, contractId: string): number =>
  Date.now() + switchesOf(state, contractId).clockOffsetMs;

/** Tells all listeners (the till page). */
export function tell(state: State, event: string, data: object): void {
  for (const listener of state.listeners) listener(event, data);
}

/** Does something later, unless a reset or the end comes first. */
export function later(state: State, waitMs: number, action: () => void): void {
  const timer = setTimeout(() => {
    state.timers.delete(timer);
    action();
  }, waitMs);
  state.timers.add(timer.unref());
}

/** Drops everything that was planned for later. */
export function dropLater(state: State): void {
  for (const timer of state.timers) clearTimeout(timer);
  state.timers.clear();
  state.held = [];
}
