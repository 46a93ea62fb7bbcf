import type { Fact } from "../facts/fact.ts";
import type { TransactionBody } from "./transaction-body.ts";

export type { TransactionBody } from "./transaction-body.ts";

/** The caller: one contract, with the credentials of a Smaregi app; `patience` if a person waits for the result. */
export type Account = { contractId: string; clientId: string; clientSecret: string; patience?: Patience };

/** The time limit of a call with its wait for the pace and all repeats; `isOver`: one took longer, wait for no other. */
type Patience = { ms: number; isOver: boolean };

/** The point at which a call failed: getting the token, or the call itself. */
type Step = { step: "token" | "call" };

/**
 * Smaregi itself refused, with a 4xx in its own form (P4): nothing was done. `reason` has Smaregi's own text. A body
 * that breaks our own schema is not sent at all, and comes back as refused with 422.
 */
export type Refused = Step & { kind: "refused"; status: number; reason: Fact };

/**
 * It is not known if it was done: a time-out, a dropped connection, an answer that is not Smaregi's own (P4: 5xx, 3xx, 408, 425, 429,
 * 499, a 4xx in another form, a 2xx without what was asked for). `sent` is false if the call itself certainly never left.
 */
export type Unclear = Step & {
  kind: "unclear";
  cause: "timeout" | "dropped" | "unreachable" | "serverError" | "unreadable" | "withdrawn";
  sent: boolean;
  status?: number;
  /** When the call was last sent: it may have waited long for the pace before. */
  sentAt?: Date;
  reason: Fact;
};

export type Failure = Refused | Unclear;

/** Asked when it is a call's turn in the pace, just before it is sent; false withdraws it, and nothing is sent. */
export type MayGo = () => Promise<boolean>;

/** The app that the person signs in to, and the address to which the browser comes back. */
export type SignInApp = { clientId: string; redirectUri: string };

/** What came back from Smaregi's sign-in page, with the state and verifier of this attempt. */
export type SignInInput = SignInApp & {
  clientSecret: string;
  answer: URLSearchParams;
  state: string;
  verifier: string;
};

/**
 * The person who signed in: `user` is Smaregi's own ID. `denied`: the person did not allow it; `invalid`: what came
 * back is not an answer to this attempt.
 */
export type SignInAnswer =
  | { kind: "signedIn"; contractId: string; user: string; isOwner: boolean }
  | { kind: "denied" }
  | { kind: "invalid"; reason: string }
  | Failure;

/** A row of a list that could not be read, and why; `id`: the ID of its object, null if even that cannot be read. */
export type OddRow = { id: string | null; reason: Fact };

export type StockRow = { productId: string; amount: number; updatedAt: Date | null };

export type SmaregiProduct = {
  productId: string;
  productCode: string | null;
  productName: string;
  price: number | null;
  stockManaged: boolean;
  reduceTaxId: string | null;
  /** As in a transaction's line. */
  taxRate: TaxRate | null;
  groupCode: string | null;
  size: string | null;
  color: string | null;
  kana: string | null;
  categoryId: string | null;
  /** `0` 税込, `1` 税抜, `2` 非課税; null: unknown. */
  taxDivision: string | null;
  /** It takes its 軽減税率 from its 部門. */
  takesCategoryTax: boolean;
  /** オープン価格: its price means nothing. */
  openPrice: boolean;
  /** 売上対象外. */
  notForSale: boolean;
  /** `0` 通常, `1` 回数券, `2` オプション. */
  division: string;
  /** It is hidden on the till. */
  hidden: boolean;
  supplierProductNo: string | null;
  updatedAt: Date | null;
  /** 在庫引当: a sale takes other products' stock. Null: not asked for, or unknown. */
  takesOtherStock: boolean | null;
  /** Stores that do not sell it (取扱設定); null: not asked for. */
  notSoldIn: string[] | null;
};

/** 部門, only the tax fields. */
export type Category = {
  categoryId: string;
  name: string | null;
  taxDivision: string | null;
  reduceTaxId: string | null;
};

/** 軽減税率 of a contract; `byCondition`: whether it applies depends on the circumstances of a sale. */
export type ReduceTaxRate = { reduceTaxId: string; name: string | null; rate: number; byCondition: boolean };

export type Transaction = {
  transactionId: string;
  cancelled: boolean;
  disposed: boolean;
  /** It takes another transaction back (取引打消取消): it has the same number and memo, and is not a sale. */
  offset: boolean;
  storeId: string | null;
  terminalId: string | null;
  terminalTranId: string | null;
  terminalTranDateTime: Date | null;
  transactionUuid: string | null;
  /** Whole yen. */
  total: number | null;
  memo: string | null;
  /** Null if Smaregi did not list them. */
  lines: TransactionLine[] | null;
};

export type TransactionLine = {
  lineId: string;
  productId: string | null;
  productName: string | null;
  salesPrice: number | null;
  quantity: number | null;
  /** In percent; 0: 非課税. Null if the line does not say it, or has a rate of the contract's own. */
  taxRate: TaxRate | null;
};

export type TaxRate = 0 | 8 | 10;

export type Store = {
  storeId: string;
  storeName: string | null;
  sumProcDivision: string | null;
  /** 休止中: no sale can be registered. */
  paused: boolean;
  /** 倉庫: it keeps stock and sells nothing. */
  warehouse: boolean;
};
export type PaymentMethod = { paymentMethodId: string; paymentMethodName: string | null };
export type Terminal = {
  terminalId: string;
  storeId: string | null;
  terminalName: string | null;
  /** 使用停止. */
  stopped: boolean;
};

/**
 * スマレジ・プラットフォームAPI: every answer is a value, and no error of Smaregi is thrown. A read is tried again once after a
 * dropped connection; a write never. Unreadable rows of a list are in `odd`, beside the others (P5).
 */
export type Smaregi = {
  /** `GET /stock` of one product: its row, or none if it never moved or does not exist. */
  stockOf(
    account: Account,
    of: { storeId: string; productId: string },
  ): Promise<({ kind: "found" } & StockRow) | { kind: "noRow" } | Failure>;
  /** `GET /stock` of a store, by pages (`limit` 1,000 by default); `size`: how many rows Smaregi sent. */
  stockPage(
    account: Account,
    of: { storeId: string; page: number; limit?: number; updatedFrom?: Date; updatedTo?: Date },
  ): Promise<{ kind: "found"; rows: StockRow[]; odd: OddRow[]; size: number } | Failure>;
  product(
    account: Account,
    productId: string,
    asked?: { beside?: "storesAndSets" },
  ): Promise<{ kind: "found"; product: SmaregiProduct } | { kind: "missing" } | Failure>;
  productPage(
    account: Account,
    of: {
      page: number;
      limit: number;
      productCode?: string;
      groupCode?: string;
      updatedFrom?: Date;
      updatedTo?: Date;
      /** Also reads which stores sell them, and with `sets` whether they take other products' stock. */
      beside?: "stores" | "storesAndSets";
    },
  ): Promise<{ kind: "found"; products: SmaregiProduct[]; odd: OddRow[]; size: number } | Failure>;
  /** 取引登録. `unknownProductIds`: named in a line, but stored as null because Smaregi does not know them. */
  registerTransaction(
    account: Account,
    body: TransactionBody,
    mayGo?: MayGo,
  ): Promise<
    | { kind: "registered"; transactionId: string; transaction: Transaction; unknownProductIds: string[] }
    | Failure
  >;
  /** 取引取消. */
  cancelTransaction(
    account: Account,
    transactionId: string,
    mayGo?: MayGo,
  ): Promise<{ kind: "cancelled" } | { kind: "missing" } | Failure>;
  /** 取引打消取消: a new minus transaction of today takes it back. */
  disposeTransaction(
    account: Account,
    transactionId: string,
    mayGo?: MayGo,
  ): Promise<{ kind: "cancelled" } | { kind: "missing" } | Failure>;
  /** 取引取得; with its lines if they are asked for. */
  transaction(
    account: Account,
    transactionId: string,
    asked?: { withDetails?: boolean },
  ): Promise<{ kind: "found"; transaction: Transaction } | { kind: "missing" } | Failure>;
  /**
   * 取引一覧取得 by the time that the till gave (a window of at most 31 days). With details Smaregi lists at most 100 per
   * page, and a higher `limit` is lowered to that. A page with an unreadable row is unclear, because that row may be
   * the wanted one; `takeOdd`: the caller handles `odd` itself.
   */
  transactionPage(
    account: Account,
    of: {
      storeId?: string;
      terminalTranFrom: Date;
      terminalTranTo: Date;
      transactionUuid?: string;
      page: number;
      limit: number;
      withDetails?: boolean;
      takeOdd?: boolean;
    },
  ): Promise<{ kind: "found"; transactions: Transaction[]; odd: OddRow[]; size: number } | Failure>;
  /** 部門一覧取得 and 軽減税率一覧取得, complete. */
  categories(account: Account): Promise<{ kind: "found"; categories: Category[] } | Failure>;
  reduceTaxRates(account: Account): Promise<{ kind: "found"; rates: ReduceTaxRate[] } | Failure>;
  stores(account: Account): Promise<{ kind: "found"; stores: Store[]; odd: OddRow[] } | Failure>;
  terminals(account: Account): Promise<{ kind: "found"; terminals: Terminal[]; odd: OddRow[] } | Failure>;
  /** All 支払方法 that a store accepts. */
  paymentMethods(
    account: Account,
    storeId: string,
  ): Promise<{ kind: "found"; paymentMethods: PaymentMethod[] } | Failure>;
  /** Only gets a token: whether Smaregi accepts the credentials for the contract, and with which scopes. */
  credentials(account: Account): Promise<{ kind: "ok"; scopes: string[] } | Failure>;
  /** Requests a token and does not keep it: whether Smaregi accepts these credentials for the contract now. */
  prove(account: Account): Promise<{ kind: "ok" } | Failure>;
  /** The address of Smaregi's sign-in page, for one attempt. */
  signInUrl(app: SignInApp & { state: string; verifier: string }): Promise<string>;
  /** スマレジでログイン: who signed in, from what came back from that page. */
  readSignIn(input: SignInInput): Promise<SignInAnswer>;
  /** Smaregi's own time by its answers to this process, accurate to a second or two; null before the first. */
  time(): Date | null;
  /** Drops the cached tokens of a contract. */
  forget(contractId: string): void;
  close(): Promise<void>;
};

/** The pace of calls per contract, shared by all processes. */
export type Pace = {
  /** Waits until the contract may make one more call of this kind. */
  take(contractId: string, kind: "read" | "write"): Promise<void>;
  /** Smaregi answered 429: no calls for this long. */
  pause(contractId: string, kind: "read" | "write", milliseconds: number): Promise<void>;
};

/** One finished call, for metrics; `ms` includes the wait for the pace and for a token. */
export type EndedCall = { contractId: string; name: string; outcome: string; status?: number; ms: number };

/** Where the client logs what an engineer should know; never a token, a secret or a body. */
export type SmaregiLog = {
  warn(fields: object, text: string): void;
  debug(fields: object, text: string): void;
};
