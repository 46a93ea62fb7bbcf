import type { ColumnType, GeneratedAlways, JSONColumnType } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Text } from "./errors.ts";

/*
 * The rows of `migrations/`, one interface per table, columns in camel case. `ColumnType<read, insert, update>`; an
 * insert may omit a column that has a default.
 */
type At = ColumnType<Date, Date | undefined, Date>;
type AtOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;
type OrNull<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Default<T> = ColumnType<T, T | undefined, T>;
type Json<T extends object> = JSONColumnType<T>;

export type Standing = "contract" | "trial" | "ended";
export type Mode = "standard" | "assured";
/**
 * How a merchant proved that a contract is its own: by sign-in with スマレジ, by its own app, or by the operator's
 * permission.
 */
type ProofWay = "signIn" | "ownApp" | "operator";
/** What Smaregi reports when the use of an app has ended. */
export type AppEnd = "appEnded" | "appForceStopped";
/** Why the switch was turned off other than by the merchant. */
export type StoppedWhy = "proofRevoked" | "appEnded" | "appForceStopped";
export type VariationPattern = "none" | "pattern1" | "pattern2";
export type Question = { name: string; choices: string[] } | { name: string; freeText: true };
export type OrderKind = "normal" | "preorder" | "proxy" | "subscription" | "membershipFee";
export type OrderStatus = "new" | "paid" | "preparing" | "shipped" | "cancelled";
/** A state of the order link: see `src/transactions/rules.ts`, also for the next three types. */
export type TransactionState =
  | "planned"
  | "sending"
  | "unclear"
  | "standing"
  | "cancelling"
  | "cancelUnclear"
  | "gone";
export type Follows = "on" | "asked" | "off";
export type FollowsWhy =
  | "changedWhileOff"
  | "cancelledAtTill"
  | "transactionGone"
  | "takenWhileOff"
  | "handledByHand";
export type Halt = "registerFailed" | "cancelFailed" | "cancelRefused" | "otherContract";
export type LinkState = "off" | "sending" | "registered" | "cancelled" | "failed";
type Call = "stockList" | "transactionRegister" | "transactionCancel";

/** The money lines of an order, whole yen. `shippingFee` null: not yet decided. */
export type Money = {
  shippingFee: number | null;
  paymentFee: number;
  coolFee: number;
  wrappingFee: number;
  discount: number;
  couponDiscount: number;
  pointsUsed: number;
  adjustment: number;
};

/** Why a row of a file was refused; `column`: the heading as in the file, or null for the whole row. */
export type RowProblem = { column: string | null; message: Text };

/** A line of a sale as it goes to Smaregi. */
export type SaleLine = {
  smaregiProductId: string | null;
  name: string;
  unitPrice: number;
  taxRate: 8 | 10;
  quantity: number;
};

/** Everything that a transaction says about an order, kept with the operation that registers it. */
export type Sale = { orderNumber: string; lines: SaleLine[]; money: Money };

interface MerchantsTable {
  id: string;
  serial: GeneratedAlways<number>;
  number: GeneratedAlways<string>;
  name: string;
  standing: Standing;
  createdAt: At;
  endedAt: AtOrNull;
  piecesPerLine: Default<number>;
  piecesPerOrder: Default<number>;
  secondStepDemanded: Default<boolean>;
  buyersKeptDays: OrNull<number>;
  buyersErasedAt: AtOrNull;
}

export interface AccountsTable {
  merchantId: string;
  id: string;
  /** In lower case. */
  email: string;
  name: string;
  role: "owner" | "manager" | "staff";
  passwordHash: OrNull<string>;
  disabledAt: AtOrNull;
  lastSignInAt: AtOrNull;
  createdAt: At;
  secondStepSealed: OrNull<Buffer>;
  secondStepAt: AtOrNull;
  secondStepUsed: OrNull<number>;
}

export interface PasskeysTable {
  merchantId: string;
  id: string;
  accountId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  name: string;
  createdAt: At;
  usedAt: AtOrNull;
}

interface PasskeyChallengesTable {
  challengeHash: Buffer;
  purpose: "add" | "confirm" | "signIn";
  askerHash: Buffer;
  address: OrNull<string>;
  at: At;
}

interface RecoveryCodesTable {
  merchantId: string;
  accountId: string;
  codeHash: Buffer;
  usedAt: AtOrNull;
}

interface SessionsTable {
  merchantId: string;
  id: string;
  accountId: string;
  tokenHash: Buffer;
  byLink: boolean;
  createdAt: At;
  usedAt: At;
  address: OrNull<string>;
  browser: OrNull<string>;
  confirmedAt: At;
}

interface SignInLinksTable {
  merchantId: string;
  id: string;
  accountId: string;
  tokenHash: Buffer;
  expiresAt: ColumnType<Date, Date, Date>;
  usedAt: AtOrNull;
  createdAt: At;
}

interface SignInAttemptsTable {
  id: GeneratedAlways<number>;
  email: string;
  /** An address, or a known device. */
  caller: string;
  at: At;
}

interface KnownDevicesTable {
  merchantId: string;
  accountId: string;
  tokenHash: Buffer;
  usedAt: At;
}

interface OrderCountsTable {
  name: string;
  beganAt: At;
  orders: Default<number>;
}

interface ApiKeysTable {
  merchantId: string;
  id: string;
  name: string;
  keyHash: Buffer;
  createdAt: At;
  revokedAt: AtOrNull;
  lastUsedAt: AtOrNull;
  scopes: Default<string[]>;
  expiresAt: AtOrNull;
  lastUsedFrom: OrNull<string>;
}

interface CountersTable {
  merchantId: string;
  name: string;
  value: number;
}

/** Changes of the connection that start a comparison of both sides automatically. */
export type CompareWhy = "switchedOn" | "placeChanged";

/** The order's payment method by name, and its value for Smaregi: `cash`, `credit`, or the ID of one of Smaregi's methods. */
export type PaymentMethods = { name: string; smaregi: string }[];

export interface ConnectionsTable {
  merchantId: string;
  contractId: string;
  storeId: string;
  terminalId: string;
  clientId: OrNull<string>;
  clientSecretSealed: OrNull<Buffer>;
  enabled: boolean;
  mode: Mode;
  caughtUpAt: AtOrNull;
  /** When to look for changes that could not be read; null: no one asked. */
  catchUpAt: AtOrNull;
  /** Since when it has its contract and store. */
  movedAt: At;
  checkAt: AtOrNull;
  stoppedWhy: OrNull<StoppedWhy>;
  stoppedAt: AtOrNull;
  toldEnd: OrNull<AppEnd>;
  askEndAt: AtOrNull;
  askedEndAt: AtOrNull;
  /** Why a 差異チェック should start; null: none is requested. */
  compareAsked: OrNull<CompareWhy>;
  clockAheadMs: OrNull<number>;
  /** When it was switched on although the connection test was not green; null once a test is. */
  forcedAt: AtOrNull;
  forcedBy: OrNull<string>;
  /** When its current settings were last tested, with nothing wrong. */
  testedAt: AtOrNull;
  paymentMethods: JSONColumnType<PaymentMethods, string | undefined>;
  createdAt: At;
  updatedAt: At;
}

export interface ContractProofsTable {
  merchantId: string;
  contractId: string;
  way: ProofWay;
  provenBy: string;
  provenAt: At;
  smaregiUser: OrNull<string>;
  /** The app that proved it, until a connection with it is saved. */
  clientId: OrNull<string>;
  clientSecretSealed: OrNull<Buffer>;
}

export interface ProofAttemptsTable {
  merchantId: string;
  id: string;
  way: "signIn" | "ownApp";
  at: At;
  sessionId: OrNull<string>;
  stateHash: OrNull<Buffer>;
  verifierSealed: OrNull<Buffer>;
  redirectUri: OrNull<string>;
  usedAt: AtOrNull;
  backTo: OrNull<"start">;
}

export interface ProductsTable {
  merchantId: string;
  id: string;
  serial: number;
  productCode: OrNull<string>;
  /** The code in the form in which it is compared (P10). */
  codeKey: OrNull<string>;
  name: string;
  price: number;
  taxRate: 8 | 10;
  published: boolean;
  variationPattern: VariationPattern;
  questions: Json<Question[]>;
  lastVariationSerial: Default<number>;
  createdAt: At;
  updatedAt: At;
  deletedAt: AtOrNull;
}

export interface VariationsTable {
  merchantId: string;
  id: string;
  productId: string;
  serial: number;
  systemProductNumber: string;
  position: number;
  name: string;
  productCode: OrNull<string>;
  /** The code in the form in which it is compared (P10). */
  codeKey: OrNull<string>;
  janCode: OrNull<string>;
  price: OrNull<number>;
  taxRate: OrNull<8 | 10>;
  stockManaged: boolean;
  quantity: OrNull<number>;
  /** The number before it is clamped. */
  level: OrNull<number>;
  smaregiProductId: OrNull<string>;
  readingBeganAt: AtOrNull;
  syncedAt: AtOrNull;
  syncFailedAt: AtOrNull;
  syncError: JSONColumnType<Fact | null, string | null | undefined, string | null>;
  soldOut: GeneratedAlways<boolean>;
  neverRead: GeneratedAlways<boolean>;
  linked: GeneratedAlways<boolean>;
  saleStopped: Default<boolean>;
  createdAt: At;
  deletedAt: AtOrNull;
}

interface MovementsTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  variationId: string;
  at: At;
  cause: string;
  change: number;
  quantity: number | null;
  reading: OrNull<number>;
  pending: OrNull<number>;
  orderId: OrNull<string>;
  notificationId: OrNull<string>;
  actor: string;
}

/** The texts by which a product is found. */
interface ProductSearchTable {
  merchantId: string;
  productId: string;
  words: string;
  grams: number[];
}

interface ProductEventsTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  productId: string;
  at: At;
  event: string;
  actor: string;
}

export interface OrdersTable {
  merchantId: string;
  id: string;
  serial: number;
  number: string;
  kind: OrderKind;
  status: OrderStatus;
  money: Json<Money>;
  customer: JSONColumnType<object | null, string | null, string | null>;
  placedBy: string;
  enteredBy: OrNull<string>;
  /** YYYY-MM-DD, Japan's calendar. */
  releaseOn: OrNull<string>;
  /** The shop's own work on it, down to `deliverTime`: see `src/orders/work/rules.ts`. */
  payment: Default<"unpaid" | "paid">;
  paidOn: OrNull<string>;
  shipping: Default<"unshipped" | "preparing" | "shipped">;
  shippedOn: OrNull<string>;
  memo: Default<string>;
  carrier: OrNull<"yamato" | "sagawa" | "japanPost" | "other">;
  trackingNumber: OrNull<string>;
  deliverOn: OrNull<string>;
  deliverTime: OrNull<string>;
  linkState: Default<LinkState>;
  linkWhy: OrNull<FollowsWhy | Halt>;
  transactionId: OrNull<string>;
  /** The key of the sale that Smaregi should have; null: none. */
  wantedKey: OrNull<string>;
  follows: Default<Follows>;
  followsWhy: OrNull<FollowsWhy>;
  counted: Default<boolean>;
  uncountedAt: At;
  restless: Default<boolean>;
  dueAt: AtOrNull;
  dueFrom: AtOrNull;
  createdAt: At;
  updatedAt: At;
  /** The trace of the last change to its link. */
  trace: OrNull<string>;
}

export interface OrderLinesTable {
  merchantId: string;
  orderId: string;
  position: number;
  variationId: string;
  productName: string;
  variationName: string;
  productCode: string | null;
  systemProductNumber: string;
  smaregiProductId: string | null;
  unitPrice: number;
  taxRate: 8 | 10;
  quantity: number;
  answers: JSONColumnType<string[] | null, string | null, string | null>;
  questions: JSONColumnType<string[] | null, string | null, string | null>;
}

export interface OrderSearchesTable {
  merchantId: string;
  id: string;
  name: string;
  nameKey: string;
  search: Json<object>;
  createdAt: At;
}

/** The texts by which an order is found; written with the order. */
interface OrderSearchTable {
  merchantId: string;
  serial: number;
  words: string;
  grams: number[];
}

export interface OrderLogTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  orderId: string;
  at: At;
  event: string;
  fact: Json<Fact>;
  transactionId: OrNull<string>;
  actor: string;
}

export interface PaperSettingsTable {
  merchantId: string;
  issuer: Default<string>;
  postalCode: Default<string>;
  address: Default<string>;
  phone: Default<string>;
  registrationNumber: Default<string>;
  note: Default<string>;
  b2Customer: Default<string>;
  b2Class: Default<string>;
  b2Freight: Default<string>;
  b2Kind: Default<string>;
  b2Goods: Default<string>;
}

export interface OrderJobsTable {
  merchantId: string;
  id: string;
  action: Json<object>;
  actor: string;
  state: Default<"waiting" | "done">;
  createdAt: At;
  endedAt: AtOrNull;
}

export interface OrderJobItemsTable {
  merchantId: string;
  jobId: string;
  nth: number;
  orderId: OrNull<string>;
  label: string;
  action: JSONColumnType<object | null, string | null | undefined, string | null>;
  outcome: OrNull<"done" | "same" | "refused">;
  reason: JSONColumnType<object | null, string | null | undefined, string | null>;
}

interface IdempotencyKeysTable {
  merchantId: string;
  chosenBy: Default<"merchant" | "buyer">;
  key: string;
  requestHash: Buffer;
  orderId: string;
  createdAt: At;
}

export interface TransactionsTable {
  merchantId: string;
  id: string;
  orderId: string;
  sale: Json<Sale>;
  saleKey: string;
  state: TransactionState;
  contractId: OrNull<string>;
  storeId: OrNull<string>;
  terminalId: OrNull<string>;
  terminalTranId: OrNull<string>;
  terminalTranAt: AtOrNull;
  transactionUuid: OrNull<string>;
  transactionId: OrNull<string>;
  registers: Default<number>;
  cancels: Default<number>;
  sentAt: AtOrNull;
  retryAt: AtOrNull;
  retryFrom: AtOrNull;
  halt: OrNull<Halt>;
  again: Default<boolean>;
  /** It is taken back by 打消, not by a cancellation. */
  disposes: Default<boolean>;
  refused: Default<boolean>;
  looks: Default<number>;
  reported: Default<boolean>;
  error: JSONColumnType<Fact | null, string | null | undefined, string | null>;
  /** The HTTP status of the last answer that was not a success. */
  status: OrNull<number>;
  createdAt: At;
  settledAt: AtOrNull;
}

interface TransactionStockTable {
  merchantId: string;
  rowId: string;
  smaregiProductId: string;
  settledAt: AtOrNull;
}

interface NotificationsTable {
  id: string;
  contractId: string;
  eventId: string;
  event: string;
  action: string;
  body: Json<object>;
  receivedAt: At;
  trace: OrNull<string>;
}

interface SignalsTable {
  merchantId: string;
  smaregiProductId: string;
  version: Default<number>;
  askedAt: At;
  cause: string;
  notificationId: OrNull<string>;
  notifiedAt: AtOrNull;
  retryAt: AtOrNull;
  attempts: Default<number>;
}

interface SyncLatenciesTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  at: At;
  milliseconds: number;
}

/** One attempt of an entry: its time and its result. */
type LogTry = { at: string; fact: Fact };

export interface IntegrationLogTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  at: At;
  call: Call;
  orderId: OrNull<string>;
  rowId: OrNull<string>;
  variationId: OrNull<string>;
  smaregiProductId: OrNull<string>;
  status: OrNull<number>;
  fact: Json<Fact>;
  state: "open" | "repaired" | "handled";
  settledAt: AtOrNull;
  triedAt: AtOrNull;
  tries: JSONColumnType<LogTry[], string | undefined>;
}

interface SmaregiPaceTable {
  contractId: string;
  kind: "read" | "write";
  nextAt: ColumnType<Date, Date, Date>;
  pausedUntil: AtOrNull;
}

/** See `src/catalog/bulk/carts/mapping.ts`. */
type ColumnMapping = {
  cart: string | null;
  columns: [heading: string, meaning: string][];
  price: "included" | "excluded";
};

interface BulkMappingsTable {
  merchantId: string;
  headings: string;
  mapping: Json<ColumnMapping>;
  usedAt: At;
}

export interface BulkJobsTable {
  merchantId: string;
  id: string;
  kind: "register" | "change";
  state: "receiving" | "waiting" | "running" | "done" | "failed";
  onError: "skip" | "stop";
  dryRun: boolean;
  encoding: OrNull<"utf8" | "cp932">;
  header: JSONColumnType<string[] | null, string | null | undefined, string | null>;
  /** How the columns of another cart's file are read; null: the file has our columns. */
  mapping: JSONColumnType<ColumnMapping | null, string | null | undefined, string | null>;
  rows: Default<number>;
  nextRow: Default<number>;
  done: Default<number>;
  failed: Default<number>;
  deletes: Default<number>;
  stoppedAt: OrNull<number>;
  reason: JSONColumnType<Text | null, string | null | undefined, string | null>;
  actor: string;
  createdAt: At;
  endedAt: AtOrNull;
}

interface BulkJobChunksTable {
  merchantId: string;
  jobId: string;
  seq: number;
  bytes: Buffer;
}

export interface BulkJobErrorsTable {
  merchantId: string;
  jobId: string;
  rowNumber: number;
  problems: Json<RowProblem[]>;
  cells: Json<string[]>;
}

type RowAction = "register" | "change" | "delete";

/** What a row of a dry run would do, by the headings of its file. */
export type RowChange = {
  action: RowAction;
  productName: string;
  systemProductNumber: string | null;
  changes: { column: string; before: string | null; after: string | null }[];
};

interface BulkJobChangesTable {
  merchantId: string;
  jobId: string;
  rowNumber: number;
  action: RowAction;
  productName: string;
  systemProductNumber: string | null;
  changes: Json<RowChange["changes"]>;
}

interface BulkJobCodesTable {
  merchantId: string;
  jobId: string;
  productCode: string;
}

interface BulkJobPairsTable {
  merchantId: string;
  jobId: string;
  variationId: string;
  smaregiProductId: string;
}

interface BulkJobLinksTable {
  merchantId: string;
  jobId: string;
  smaregiProductId: string;
}

interface HeldZerosTable {
  merchantId: string;
  smaregiProductId: string;
  heldAt: At;
  cause: HoldCause;
  answer: OrNull<"keep" | "stop">;
  answeredBy: OrNull<string>;
}

/** Why quantities are held: no such products, no stock rows in the store, or 0 in a store that was chosen since. */
export type HoldCause = "gone" | "noRows" | "storeChanged";

interface AbsentProductsTable {
  merchantId: string;
  smaregiProductId: string;
  kind: "gone" | "noRow";
  fellAt: AtOrNull;
}

interface CheckFindsTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  at: At;
  variationId: string;
  quantityBefore: OrNull<number>;
  quantity: OrNull<number>;
}

/** A line of a plan, in the form that an order takes. */
export type PlanLine = {
  variationId: string;
  quantity: number;
  unitPrice?: number | undefined;
  answers?: string[] | Record<string, string> | undefined;
};

export interface PlansTable {
  merchantId: string;
  id: string;
  kind: "subscription" | "membershipFee";
  state: "active" | "paused" | "ended";
  everyUnit: "week" | "month";
  everyCount: number;
  firstOn: string;
  endsOn: OrNull<string>;
  lines: Json<PlanLine[]>;
  money: Json<Money>;
  customer: JSONColumnType<object | null, string | null, string | null>;
  nextOn: OrNull<string>;
  retryAt: AtOrNull;
  problem: JSONColumnType<Text | null, string | null | undefined, string | null>;
  createdAt: At;
  updatedAt: At;
}

interface PlanOrdersTable {
  merchantId: string;
  planId: string;
  dueOn: string;
  orderId: OrNull<string>;
  at: At;
}

export interface ReconciliationsTable {
  merchantId: string;
  id: string;
  state: "waiting" | "running" | "done" | "failed";
  askedBy: string;
  products: Default<number>;
  productsToCheck: OrNull<number>;
  orders: Default<number>;
  ordersToCheck: OrNull<number>;
  reason: JSONColumnType<Fact | null, string | null | undefined, string | null>;
  createdAt: At;
  endedAt: AtOrNull;
}

export interface DifferencesTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  reconciliationId: string;
  at: At;
  cause: string;
  healing: boolean;
  variationId: OrNull<string>;
  orderId: OrNull<string>;
  rowId: OrNull<string>;
  smaregiProductId: OrNull<string>;
  transactionId: OrNull<string>;
  cartQuantity: OrNull<number>;
  smaregiQuantity: OrNull<number>;
  note: OrNull<string>;
}

interface SmaregiPausesTable {
  contractId: string;
  since: At;
  probeAt: ColumnType<Date, Date, Date>;
  probes: Default<number>;
  reason: Json<Fact>;
}

/** 部門 and 軽減税率 of a contract, as far as taxes need them. */
export type KnownCategory = { categoryId: string; taxDivision: string | null; reduceTaxId: string | null };
export type KnownTaxRate = { reduceTaxId: string; rate: number; byCondition: boolean };

export interface SmaregiCatalogsTable {
  merchantId: string;
  contractId: string;
  opening: OrNull<string>;
  categories: JSONColumnType<KnownCategory[], string | undefined>;
  taxRates: JSONColumnType<KnownTaxRate[], string | undefined>;
  filledAt: AtOrNull;
  readUntil: AtOrNull;
  asked: OrNull<"full" | "changes">;
  dueAt: AtOrNull;
  byPerson: Default<boolean>;
  acceptsGone: Default<boolean>;
  version: Default<number>;
  attempts: Default<number>;
  problem: JSONColumnType<Fact | null, string | null | undefined, string | null>;
  problemAt: AtOrNull;
  unlisted: Default<number>;
}

export interface SmaregiProductsTable {
  merchantId: string;
  smaregiProductId: string;
  productCode: string | null;
  groupCode: string | null;
  name: string;
  kana: string | null;
  size: string | null;
  color: string | null;
  price: number | null;
  taxDivision: string | null;
  takesCategoryTax: boolean;
  reduceTaxId: string | null;
  categoryId: string | null;
  openPrice: boolean;
  stockManaged: boolean;
  notForSale: boolean;
  division: string;
  hidden: boolean;
  supplierProductNo: string | null;
  takesOtherStock: boolean | null;
  notSoldIn: OrNull<string[]>;
  stockAmount: OrNull<number>;
  stockStoreId: OrNull<string>;
  stockReadAt: AtOrNull;
  words: string;
  updatedAt: AtOrNull;
  seenAt: At;
  goneAt: AtOrNull;
}

interface SmaregiProductAsksTable {
  merchantId: string;
  smaregiProductId: string;
  askedAt: At;
}

/** The kind of receiver that an event goes to. */
export type ReceiverKind = "webhook" | "mail" | "slack" | "chatwork" | "discord" | "googleChat" | "lineWorks";
export type OffWhy = "gone" | "refused" | "givenUp";

interface OutboxTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  type: string;
  thing: string;
  data: Json<object>;
  at: At;
  seq: OrNull<number>;
}

interface OutboxHeadsTable {
  merchantId: string;
  lastSeq: Default<number>;
}

export interface ReceiversTable {
  merchantId: string;
  id: string;
  purpose: "endpoint" | "notice";
  kind: ReceiverKind;
  targetSealed: Buffer;
  targetShown: string;
  secretSealed: OrNull<Buffer>;
  events: string[];
  quietFrom: OrNull<string>;
  quietUntil: OrNull<string>;
  state: Default<"on" | "off">;
  offWhy: OrNull<OffWhy>;
  failures: Default<number>;
  refusals: Default<number>;
  pausedUntil: AtOrNull;
  fannedSeq: number;
  createdAt: At;
  deletedAt: AtOrNull;
}

/** One delivery attempt. */
export type Try = { at: string; status?: number; error?: string; ms: number };

interface DeliveriesTable {
  merchantId: string;
  id: string;
  receiverId: string;
  seq: number;
  eventId: number;
  type: string;
  thing: string;
  state: Default<"waiting" | "sent" | "failed">;
  nextAt: ColumnType<Date, Date, Date>;
  attempts: Default<number>;
  tries: JSONColumnType<Try[], string | undefined>;
  createdAt: At;
  endedAt: AtOrNull;
}

interface IncidentsTable {
  merchantId: string;
  id: string;
  cause: string;
  scope: Default<string>;
  state: "brewing" | "open" | "closed";
  since: ColumnType<Date, Date, Date>;
  openedAt: AtOrNull;
  wellSince: AtOrNull;
  closedAt: AtOrNull;
  orders: Default<number>;
  variations: Default<number>;
  told: Default<boolean>;
  lookAt: AtOrNull;
  remindFrom: AtOrNull;
  reminded: Default<number>;
}

export interface AccountMailsTable {
  merchantId: string;
  id: string;
  accountId: string;
  kind: "invitation" | "link" | "lockedOut";
  linkSealed: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  state: Default<"waiting" | "sent" | "failed">;
  attempts: Default<number>;
  nextAt: At;
  triedAt: AtOrNull;
  error: ColumnType<string | null, string | null | undefined, string | null>;
  createdAt: At;
  endedAt: AtOrNull;
}

interface OperatorIncidentsTable {
  cause: string;
  since: ColumnType<Date, Date, never>;
  mailedAt: AtOrNull;
  wellSince: AtOrNull;
}

interface ConnectionPreviewsTable {
  merchantId: string;
  id: string;
  contractId: string;
  storeId: string;
  terminalId: string;
  toZero: string[];
  madeBy: string;
  madeAt: At;
  confirmedAt: AtOrNull;
  /** Null: not tested. */
  failedChecks: OrNull<string[]>;
  /** The saved connection's `updatedAt` at that time; null: there was none. */
  overSavedAt: AtOrNull;
}

/** Has only one row. */
interface SealingTable {
  one: Default<boolean>;
  keyId: OrNull<string>;
}

interface LastDoneTable {
  name: string;
  at: ColumnType<Date, Date, Date>;
}

export type LinkRunState = "waiting" | "matching" | "proposed" | "applying" | "applied" | "undone" | "failed";
/** See `src/link-assistant/rules.ts`. */
type LinkClass = "certain" | "likely" | "conflict" | "none";

export interface LinkRunsTable {
  merchantId: string;
  id: string;
  state: Default<LinkRunState>;
  actor: string;
  variationIds: OrNull<string[]>;
  contractId: string;
  storeId: string;
  ruleVersion: number;
  matched: Default<number>;
  total: OrNull<number>;
  stockReadAt: AtOrNull;
  reason: JSONColumnType<Fact | null, string | null | undefined, string | null>;
  createdAt: At;
  endedAt: AtOrNull;
}

export interface LinkItemsTable {
  merchantId: string;
  runId: string;
  variationId: string;
  nth: number;
  class: LinkClass;
  candidates: Json<object[]>;
  print: string;
  state: Default<"proposed" | "applied" | "undone">;
  smaregiProductId: OrNull<string>;
  beforeLink: OrNull<string>;
  beforeQuantity: OrNull<number>;
  appliedAt: AtOrNull;
}

interface AuditLogTable {
  merchantId: string;
  id: GeneratedAlways<number>;
  at: At;
  event: string;
  actor: string;
  address: OrNull<string>;
  subject: OrNull<string>;
  before: JSONColumnType<object | null, string | null | undefined, string | null>;
  after: JSONColumnType<object | null, string | null | undefined, string | null>;
}

export interface Tables {
  merchants: MerchantsTable;
  accounts: AccountsTable;
  recoveryCodes: RecoveryCodesTable;
  passkeys: PasskeysTable;
  passkeyChallenges: PasskeyChallengesTable;
  sessions: SessionsTable;
  signInLinks: SignInLinksTable;
  signInAttempts: SignInAttemptsTable;
  knownDevices: KnownDevicesTable;
  orderCounts: OrderCountsTable;
  apiKeys: ApiKeysTable;
  counters: CountersTable;
  connections: ConnectionsTable;
  contractProofs: ContractProofsTable;
  proofAttempts: ProofAttemptsTable;
  products: ProductsTable;
  variations: VariationsTable;
  movements: MovementsTable;
  productSearch: ProductSearchTable;
  productEvents: ProductEventsTable;
  orders: OrdersTable;
  orderLines: OrderLinesTable;
  orderSearch: OrderSearchTable;
  orderSearches: OrderSearchesTable;
  orderLog: OrderLogTable;
  paperSettings: PaperSettingsTable;
  orderJobs: OrderJobsTable;
  orderJobItems: OrderJobItemsTable;
  idempotencyKeys: IdempotencyKeysTable;
  transactions: TransactionsTable;
  transactionStock: TransactionStockTable;
  notifications: NotificationsTable;
  signals: SignalsTable;
  syncLatencies: SyncLatenciesTable;
  integrationLog: IntegrationLogTable;
  smaregiPace: SmaregiPaceTable;
  bulkJobs: BulkJobsTable;
  bulkJobChunks: BulkJobChunksTable;
  bulkMappings: BulkMappingsTable;
  bulkJobErrors: BulkJobErrorsTable;
  bulkJobChanges: BulkJobChangesTable;
  bulkJobCodes: BulkJobCodesTable;
  bulkJobPairs: BulkJobPairsTable;
  bulkJobLinks: BulkJobLinksTable;
  heldZeros: HeldZerosTable;
  absentProducts: AbsentProductsTable;
  checkFinds: CheckFindsTable;
  plans: PlansTable;
  planOrders: PlanOrdersTable;
  reconciliations: ReconciliationsTable;
  differences: DifferencesTable;
  smaregiPauses: SmaregiPausesTable;
  smaregiCatalogs: SmaregiCatalogsTable;
  smaregiProducts: SmaregiProductsTable;
  smaregiProductAsks: SmaregiProductAsksTable;
  linkRuns: LinkRunsTable;
  linkItems: LinkItemsTable;
  outbox: OutboxTable;
  outboxHeads: OutboxHeadsTable;
  receivers: ReceiversTable;
  deliveries: DeliveriesTable;
  incidents: IncidentsTable;
  operatorIncidents: OperatorIncidentsTable;
  accountMails: AccountMailsTable;
  connectionPreviews: ConnectionPreviewsTable;
  lastDone: LastDoneTable;
  sealing: SealingTable;
  auditLog: AuditLogTable;
}
