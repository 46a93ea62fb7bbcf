/** Who calls: one contract, with the credentials of a Smaregi app. */
export type Account = { contractId: string; clientId: string; clientSecret: string };

/** At which point a call failed: getting the token, or the call itself. */
type Step = { step: "token" | "call" };

/** Smaregi answered 4xx: nothing was done. `reason` is Smaregi's own text. */
export type Refused = Step & { kind: "refused"; status: number; reason: string };

/**
 * Nobody knows whether it was done: a time-out, a dropped connection, a 5xx, an answer that cannot be read.
 * `sent` is false where it is certain that the call itself never left.
 */
export type Unclear = Step & {
  kind: "unclear";
  cause: "timeout" | "dropped" | "unreachable" | "serverError" | "unreadable";
  sent: boolean;
  status?: number;
  reason: string;
};

export type Failure = Refused | Unclear;

export type StockRow = { productId: string; amount: number; updatedAt: Date | null };

export type SmaregiProduct = {
  productId: string;
  productCode: string | null;
  productName: string;
  price: number | null;
  stockManaged: boolean;
  reduceTaxId: string | null;
  groupCode: string | null;
  size: string | null;
  color: string | null;
};

export type Transaction = {
  transactionId: string;
  cancelled: boolean;
  disposed: boolean;
  storeId: string | null;
  terminalId: string | null;
  terminalTranId: string | null;
  terminalTranDateTime: string | null;
  transactionUuid: string | null;
  total: number | null;
  memo: string | null;
};

export type Store = { storeId: string; storeName: string | null; sumProcDivision: string | null };
export type Terminal = { terminalId: string; storeId: string | null; terminalName: string | null };

/** The flat body of 取引登録: every value a string. */
export type TransactionBody = { [field: string]: string | TransactionDetail[]; details: TransactionDetail[] };
export type TransactionDetail = { [field: string]: string };

/**
 * スマレジ・プラットフォームAPI: every answer is a value, and nothing of Smaregi is thrown.
 * Reads are tried again once on a dropped connection; writes never.
 */
export type Smaregi = {
  /** `GET /stock` of one product: its row, or none where it never moved or does not exist. */
  stockOf(
    account: Account,
    of: { storeId: string; productId: string },
  ): Promise<({ kind: "found" } & StockRow) | { kind: "noRow" } | Failure>;
  /** `GET /stock` of a store, by pages; `last` where no page follows. */
  stockPage(
    account: Account,
    of: { storeId: string; page: number; limit: number; updatedFrom?: Date; updatedTo?: Date },
  ): Promise<{ kind: "found"; rows: StockRow[]; last: boolean } | Failure>;
  product(
    account: Account,
    productId: string,
  ): Promise<{ kind: "found"; product: SmaregiProduct } | { kind: "missing" } | Failure>;
  productPage(
    account: Account,
    of: { page: number; limit: number },
  ): Promise<{ kind: "found"; products: SmaregiProduct[]; last: boolean } | Failure>;
  /** 取引登録. `unknownProductIds`: named in a line, and stored as null since Smaregi does not know them. */
  registerTransaction(
    account: Account,
    body: TransactionBody,
  ): Promise<{ kind: "registered"; transactionId: string; unknownProductIds: string[] } | Failure>;
  /** 取引取消. */
  cancelTransaction(
    account: Account,
    transactionId: string,
  ): Promise<{ kind: "cancelled" } | { kind: "missing" } | Failure>;
  transaction(
    account: Account,
    transactionId: string,
  ): Promise<{ kind: "found"; transaction: Transaction } | { kind: "missing" } | Failure>;
  /** 取引一覧取得 by the time that the till gave (a window of at most 31 days). */
  transactionPage(
    account: Account,
    of: { storeId: string; terminalTranFrom: Date; terminalTranTo: Date; page: number; limit: number },
  ): Promise<{ kind: "found"; transactions: Transaction[]; last: boolean } | Failure>;
  stores(account: Account): Promise<{ kind: "found"; stores: Store[] } | Failure>;
  terminals(account: Account): Promise<{ kind: "found"; terminals: Terminal[] } | Failure>;
  /** Only gets a token: whether the contract takes the credentials, and with which scopes. */
  credentials(account: Account): Promise<{ kind: "ok"; scopes: string[] } | Failure>;
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

/** One call that ended, for metrics. */
export type EndedCall = { name: string; outcome: string; ms: number };
