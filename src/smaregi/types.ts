import type { Fact } from "../facts/fact.ts";
import type { TransactionBody } from "./transaction-body.ts";

export type { TransactionBody } from "./transaction-body.ts";

/** Who calls: one contract, with the credentials of a Smaregi app; `patience` where a person waits for it. */
export type Account = { contractId: string; clientId: string; clientSecret: string; patience?: Patience };

/** How long each call may take with its place in the pace and all repeats; `isOver`: one took longer, and no other is waited for. */
type Patience = { ms: number; isOver: boolean };

/** At which point a call failed: getting the token, or the call itself. */
type Step = { step: "token" | "call" };

/**
 * Smaregi itself refused, with a 4xx in its own form (P4): nothing was done. `reason` has Smaregi's own text. A body that
 * breaks our own schema is not sent at all, and comes back as refused with 422.
 */
export type Refused = Step & { kind: "refused"; status: number; reason: Fact };

/**
 * Nobody knows whether it was done: a time-out, a dropped connection, an answer that is not Smaregi's own (P4: 5xx, 3xx,
 * 408, 425, 429, 499, a 4xx in another form, a 2xx without what was asked for).
 * `sent` is false where it is certain that the call itself never left.
 */
export type Unclear = Step & {
  kind: "unclear";
  cause: "timeout" | "dropped" | "unreachable" | "serverError" | "unreadable" | "withdrawn";
  sent: boolean;
  status?: number;
  /** When the call went out for the last time: it may have waited long for its place in the pace before. */
  sentAt?: Date;
  reason: Fact;
};

export type Failure = Refused | Unclear;

/** Asked when a call has its place in the pace, just before it goes out; false: it is withdrawn, and nothing is sent. */
export type MayGo = () => Promise<boolean>;

/** The app that somebody signs in for, and the address that the browser comes back to. */
export type SignInApp = { clientId: string; redirectUri: string };

/** What came back from Smaregi's sign-in page, with the state and verifier that its attempt began with. */
export type SignInInput = SignInApp & {
  clientSecret: string;
  answer: URLSearchParams;
  state: string;
  verifier: string;
};

/**
 * Who signed in: `user` by Smaregi's own ID. `denied`: the person did not allow it; `invalid`: what came back is no answer to
 * this attempt.
 */
export type SignInAnswer =
  | { kind: "signedIn"; contractId: string; user: string; isOwner: boolean }
  | { kind: "denied" }
  | { kind: "invalid"; reason: string }
  | Failure;

/** A row of a list that could not be read, and why; `id`: of the thing that it tells of, null where not even that can be read. */
export type OddRow = { id: string | null; reason: Fact };

export type StockRow = { productId: string; amount: number; updatedAt: Date | null };

export type SmaregiProduct = {
  productId: string;
  productCode: string | null;
  productName: string;
  price: number | null;
  stockManaged: boolean;
  reduceTaxId: string | null;
  /** As of a transaction's line. */
  taxRate: TaxRate | null;
  groupCode: string | null;
  size: string | null;
  color: string | null;
  kana: string | null;
  categoryId: string | null;
  /** `0` 税込, `1` 税抜, `2` 非課税; null: not told. */
  taxDivision: string | null;
  /** It takes its 軽減税率 from its 部門. */
  takesCategoryTax: boolean;
  /** オープン価格: its price says nothing. */
  openPrice: boolean;
  /** 売上対象外. */
  notForSale: boolean;
  /** `0` 通常, `1` 回数券, `2` オプション. */
  division: string;
  /** It is not shown on the till. */
  hidden: boolean;
  supplierProductNo: string | null;
  updatedAt: Date | null;
  /** 在庫引当: a sale takes other products' stock. Null: not asked for, or not told. */
  takesOtherStock: boolean | null;
  /** Stores that do not sell it (取扱設定); null: not asked for. */
  notSoldIn: string[] | null;
};

/** 部門, as far as taxes go. */
export type Category = {
  categoryId: string;
  name: string | null;
  taxDivision: string | null;
  reduceTaxId: string | null;
};

/** 軽減税率 of a contract; `byCondition`: only a sale's circumstances tell whether it holds. */
export type ReduceTaxRate = { reduceTaxId: string; name: string | null; rate: number; byCondition: boolean };

export type Transaction = {
  transactionId: string;
  cancelled: boolean;
  disposed: boolean;
  /** Itself takes another back (取引打消取消): the same number and memo, and no sale. */
  offset: boolean;
  storeId: string | null;
  terminalId: string | null;
  terminalTranId: string | null;
  terminalTranDateTime: Date | null;
  transactionUuid: string | null;
  /** Whole yen. */
  total: number | null;
  memo: string | null;
  /** Null where Smaregi did not list them. */
  lines: TransactionLine[] | null;
};

export type TransactionLine = {
  lineId: string;
  productId: string | null;
  productName: string | null;
  salesPrice: number | null;
  quantity: number | null;
  /** In percent; 0: 非課税. Null where the line does not tell, or by a rate of the contract's own. */
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
 * スマレジ・プラットフォームAPI: every answer is a value, and nothing of Smaregi is thrown.
 * Reads are tried again once on a dropped connection; writes never. Rows of a list that cannot be read are in `odd`, beside the
 * others (P5).
 */
export type Smaregi = {
  /** `GET /stock` of one product: its row, or none where it never moved or does not exist. */
  stockOf(
    account: Account,
    of: { storeId: string; productId: string },
  ): Promise<({ kind: "found" } & StockRow) | { kind: "noRow" } | Failure>;
  /** `GET /stock` of a store, by pages (`limit` 1,000 where none is given); `size`: how many rows Smaregi sent. */
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
      /** Which stores sell them, and with `sets` whether they take other products' stock. */
      beside?: "stores" | "storesAndSets";
    },
  ): Promise<{ kind: "found"; products: SmaregiProduct[]; odd: OddRow[]; size: number } | Failure>;
  /** 取引登録. `unknownProductIds`: named in a line, and stored as null since Smaregi does not know them. */
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
  /** 取引取得; its lines where they are asked for. */
  transaction(
    account: Account,
    transactionId: string,
    asked?: { withDetails?: boolean },
  ): Promise<{ kind: "found"; transaction: Transaction } | { kind: "missing" } | Failure>;
  /**
   * 取引一覧取得 by the time that the till gave (a window of at most 31 days). With details Smaregi lists at most
   * 100 a page, and a higher `limit` is lowered to that. A page with a row that cannot be read is unclear, since the one
   * that is looked for may be it; `takeOdd`: the caller minds `odd` itself.
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
  /** 部門一覧取得 and 軽減税率一覧取得, whole. */
  categories(account: Account): Promise<{ kind: "found"; categories: Category[] } | Failure>;
  reduceTaxRates(account: Account): Promise<{ kind: "found"; rates: ReduceTaxRate[] } | Failure>;
  stores(account: Account): Promise<{ kind: "found"; stores: Store[]; odd: OddRow[] } | Failure>;
  terminals(account: Account): Promise<{ kind: "found"; terminals: Terminal[]; odd: OddRow[] } | Failure>;
  /** 支払方法 that a store takes, whole. */
  paymentMethods(
    account: Account,
    storeId: string,
  ): Promise<{ kind: "found"; paymentMethods: PaymentMethod[] } | Failure>;
  /** Only gets a token: whether the contract takes the credentials, and with which scopes. */
  credentials(account: Account): Promise<{ kind: "ok"; scopes: string[] } | Failure>;
  /** A token asked for now, and not kept: whether Smaregi takes these credentials for the contract at this moment. */
  prove(account: Account): Promise<{ kind: "ok" } | Failure>;
  /** The address of Smaregi's sign-in page, for one attempt. */
  signInUrl(app: SignInApp & { state: string; verifier: string }): Promise<string>;
  /** スマレジでログイン: who signed in, of what came back from that page. */
  readSignIn(input: SignInInput): Promise<SignInAnswer>;
  /** Smaregi's own time by its answers to this process, to a second or two; null before the first of them. */
  time(): Date | null;
  /** Drops the cached token of a contract. */
  forget(contractId: string): void;
  close(): Promise<void>;
};

/** The pace of calls per contract, shared by all processes. */
export type Pace = {
  /** Waits until the contract may make one more call of this kind. */
  take(contractId: string, kind: "read" | "write"): Promise<void>;
  /** Smaregi said 429: nobody calls for so long. */
  pause(contractId: string, kind: "read" | "write", milliseconds: number): Promise<void>;
};

/** One call that ended, for metrics; `ms` holds the wait for the pace and for a token as well. */
export type EndedCall = { contractId: string; name: string; outcome: string; status?: number; ms: number };

/** Where the client says what an engineer should know; never a token, a secret or a body. */
export type SmaregiLog = {
  warn(fields: object, text: string): void;
  debug(fields: object, text: string): void;
};
