/*
 * What the server records, as data: what happened to an order, why a call failed, what a check found. Rows hold `{
 * kind, data }`; the text is made when it is read (`tell.ts`). A kind is never renamed, and its data only ever gets
 * additional optional fields, so that rows of earlier versions stay valid.
 */

type None = Record<never, never>;

/** What happens to an order (受注明細のログ). */
type OrderData = {
  orderPlaced: { by?: "subscription" | "membershipFee" };
  orderEdited: None;
  orderCancelled: None;
  /** The shop's changes of its working data, by field; null: blank. */
  workChanged: { changes: { field: string; before: string | null; after: string | null }[] };
  /** `key`: chosen by the sender, so that a comment that is sent twice is recorded once. */
  commented: { text: string; key?: string };
  statusChanged: { status: "new" | "paid" | "preparing" | "shipped" | "cancelled" };
  linkOff: { why: "disabled" | "ended" };
  sendingAgain: None;
  registeringAnew: None;
  disposing: None;
  handledByHand: None;
};

/** What happened to an order's transactions. */
type LinkData = {
  /**
   * `byLook`: found in Smaregi by a look, not by the call's own answer. `unknownProducts`: IDs in it that Smaregi does
   * not have.
   */
  registered: { transactionId: string; byLook: boolean; unknownProducts?: string[] };
  cancelled: { transactionId: string; byLook: boolean };
  /** `next`: what happens next automatically. */
  callFailed: { call: "register" | "cancel"; reasons: Fact[]; next?: "sentAgain" | "lookedFor" };
  leftOut: { productIds: string[] };
  notRegistered: None;
  notCancelled: None;
  notLooked: { reason: Fact };
  cutShort: None;
  modeChanged: None;
  changedWhileOff: None;
  cancelledAtTill: { transactionId: string };
  transactionGone: { transactionId: string };
  otherContract: { transactionId: string; contractId: string };
  standsUnknown: { transactionId: string };
};

/**
 * Why a call to Smaregi failed. `said`: the words of the answer, unchanged. `foreignAnswer`: a 4xx that is not in Smaregi's own
 * form, so it may be a gateway's (P4).
 */
type CallData = {
  smaregiSaid: { said: string };
  foreignAnswer: { said: string };
  unreachable: { code: string };
  timedOut: { seconds: number };
  dropped: { code: string };
  unreadable: { said: string };
  /** `field`: the unreadable field, `""`: the whole row; `value` null: it has none. */
  oddRow: { id: string | null; field: string; value: string | null };
  withdrawn: None;
  badTransaction: { fault: string };
  endlessList: None;
  noCredentials: None;
  tokenRefused: { said: string };
  tokenTooMany: { said: string };
  tokenUnreadable: { status: number };
  maintenance: None;
  silent: None;
};

/** Why a quantity was set to 0, or is kept. */
type StockData = {
  productGone: { productId: string };
  heldGone: { productId: string };
  heldNoRows: { productId: string };
  heldStoreChanged: { productId: string };
  storeUnlisted: { storeId: string };
  ownStoreUnlisted: None;
  storeUnsure: { reason: Fact };
};

/** What a check of the connection (C6) or a 差異チェック found. */
type CheckData = {
  credentialsGood: None;
  credentialsRefused: { contractId: string; reason: Fact };
  scopesGood: None;
  scopesMissing: { scopes: string[] };
  notAsked: { reason: Fact };
  /** Smaregi gave no answer: it is slow or unreachable. */
  notReached: { reason: Fact };
  storeFound: { name: string };
  storePaused: { name: string };
  storeWarehouse: { name: string };
  storeClosedByHand: { name: string };
  terminalFound: { name: string };
  terminalStopped: { name: string };
  terminalUnlisted: { terminalId: string };
  terminalElsewhere: { terminalId: string; storeId: string };
  stockRead: None;
  nothingLinked: None;
  productsUnsure: { reason: Fact };
  productsFound: { count: number };
  productsMissing: { productIds: string[] };
  productsManaged: None;
  productsUnmanaged: { productIds: string[] };
  linkIsOff: None;
  /** The connection has another contract or store than when it was requested. */
  placeChanged: None;
  mirrorNotRead: None;
  /** Each holds the values of both sides of a link, `ours` first; null: unknown. */
  taxRatesAgree: None;
  taxRatesDiffer: { products: { productId: string; ours: number; theirs: number }[] };
  pricesAgree: None;
  pricesDiffer: { products: { productId: string; ours: number; theirs: number }[] };
  productsSellable: None;
  productsNotSellable: { products: { productId: string; why: string[] }[] };
};

/** `together`: several facts in their order. `said`: a text of an earlier version; nothing else is known about it. */
type OtherData = { together: { facts: Fact[] }; said: { text: string } };

export type FactData = OrderData & LinkData & CallData & StockData & CheckData & OtherData;
export type FactKind = keyof FactData;

/** One thing that was recorded. */
export type Fact = { [Kind in FactKind]: { kind: Kind; data: FactData[Kind] } }[FactKind];

export type Language = "ja" | "en";

/** The texts of some kinds, in both languages; `say` returns the text of nested facts. */
export type Texts<Data> = {
  [Kind in keyof Data]: {
    [In in Language]: (data: Data[Kind], say: (fact: Fact) => string) => string;
  };
};

export type { CallData, CheckData, LinkData, OrderData, OtherData, StockData };
