import { subtotalOf } from "../orders/rules.ts";
import type { Mode, OperationState, Sale, SaleLine } from "../kit/tables.ts";

/** Where and as which number a transaction stands in the till's books: fixed before the first byte is sent. */
export type TransactionHead = {
  storeId: string;
  terminalId: string;
  terminalTranId: string;
  /** JST, RFC 3339 with seconds. */
  terminalTranDateTime: string;
  transactionUuid: string;
};

/** 軽減税率: Smaregi's marker of the reduced rate on a line. */
const reducedRate = "10000001";

/**
 * Where each money line of an order stands in the transaction (yen, all from 0):
 * 送料, クール便 → carriage; 決済手数料, ラッピング and an upward 調整 → commission;
 * 割引, クーポン and a downward 調整 → subtotalDiscountPrice; ポイント → pointDiscount.
 */
export function amountsOf(sale: Sale) {
  const { money, lines } = sale;
  const subtotal = subtotalOf(lines);
  const carriage = (money.shippingFee ?? 0) + money.coolFee;
  const commission = money.paymentFee + money.wrappingFee + Math.max(money.adjustment, 0);
  const subtotalDiscountPrice = money.discount + money.couponDiscount + Math.max(-money.adjustment, 0);
  const pointDiscount = money.pointsUsed;
  const total = subtotal - subtotalDiscountPrice - pointDiscount + carriage + commission;
  const taxInclude = innerTax(lines, carriage + commission, subtotalDiscountPrice + pointDiscount);
  return { subtotal, carriage, commission, subtotalDiscountPrice, pointDiscount, total, taxInclude };
}

/**
 * The consumption tax within the total, rounded down once a rate. Reductions lower the two rates' sums in
 * proportion (the odd yen at 10 %); fees are taxed at 10 %.
 */
export function innerTax(lines: SaleLine[], fees: number, reductions: number): number {
  const sumAt = (rate: 8 | 10) =>
    lines.reduce((sum, line) => sum + (line.taxRate === rate ? line.unitPrice * line.quantity : 0), 0);
  const at8 = sumAt(8);
  const all = at8 + sumAt(10);
  const reduction8 = all === 0 ? 0 : Math.min(at8, Math.floor((reductions * at8) / all));
  const taxed8 = at8 - reduction8;
  const taxed10 = Math.max(0, all - at8 + fees - (reductions - reduction8));
  return Math.floor((taxed8 * 8) / 108) + Math.floor((taxed10 * 10) / 110);
}

/** The flat body of 取引登録 (C2, O1, O6): every value a string, prices with tax, the order's number in `memo`. */
export function transactionBody(sale: Sale, head: TransactionHead) {
  const amounts = amountsOf(sale);
  const total = String(amounts.total);
  return {
    transactionHeadDivision: "1",
    cancelDivision: "0",
    subtotal: String(amounts.subtotal),
    subtotalDiscountPrice: String(amounts.subtotalDiscountPrice),
    pointDiscount: String(amounts.pointDiscount),
    total,
    taxInclude: String(amounts.taxInclude),
    taxExclude: "0",
    sellDivision: "0",
    taxRounding: "1",
    roundingDivision: "00",
    carriage: String(amounts.carriage),
    commission: String(amounts.commission),
    deposit: total,
    depositCash: "0",
    depositCredit: total,
    change: "0",
    ...head,
    memo: sale.orderNumber,
    details: sale.lines.map((line, index) => ({
      transactionDetailId: String(index + 1),
      transactionDetailDivision: "1",
      ...(line.smaregiProductId === null
        ? { productName: [...line.name].slice(0, 85).join("") }
        : { productId: line.smaregiProductId }),
      price: String(line.unitPrice),
      salesPrice: String(line.unitPrice),
      quantity: String(line.quantity),
      taxDivision: "0",
      ...(line.taxRate === 8 ? { reduceTaxId: reducedRate } : {}),
    })),
  };
}

/** A step of an order, as far as the next thing to do depends on it. */
export type Step = {
  id: string;
  seq: number;
  kind: "register" | "cancel";
  state: OperationState;
  cancelsId: string | null;
  transactionId: string | null;
  /** The contract in which it was sent. */
  contractId: string | null;
};

export type NextCall =
  | { do: "register" }
  /** `contractId`: where the transaction stands, if that is known. */
  | { do: "cancel"; transactionId: string; contractId: string | null }
  /** Nothing stands in Smaregi for this step: it is over without a call. */
  | { do: "nothing" }
  /** An earlier transaction of the order may still stand: registering another would sell it twice. */
  | { do: "refuse" };

/** What a step needs now, its order's other steps known (`steps` in their sequence, all earlier ones settled). */
export function nextCall(step: Step, steps: Step[]): NextCall {
  if (step.kind === "cancel") {
    const registered = steps.find((other) => other.id === step.cancelsId);
    if (registered?.state !== "done" || registered.transactionId === null) return { do: "nothing" };
    return { do: "cancel", transactionId: registered.transactionId, contractId: registered.contractId };
  }
  const toBeCancelled = steps.some((other) => other.cancelsId === step.id && other.state !== "dropped");
  if (toBeCancelled) return { do: "nothing" };
  const gone = new Set(steps.filter((other) => other.state === "done").map((other) => other.cancelsId));
  const stillStands = steps.some(
    (other) =>
      other.seq < step.seq && other.kind === "register" && other.state === "done" && !gone.has(other.id),
  );
  return stillStands ? { do: "refuse" } : { do: "register" };
}

/**
 * The failed steps of an order (`steps` in their sequence) that sending again is still good for (B4): each transaction
 * that stands and should not, and the newest registration where nothing took its place. `isCancelled`: the order is.
 */
export function stepsToReopen<S extends Step>(steps: S[], isCancelled: boolean): S[] {
  const isLive = (step: Step) => step.state !== "failed" && step.state !== "dropped";
  const last = steps.findLast((step) => step.kind === "register" && step.state !== "dropped");
  return steps.filter((step, index) => {
    if (step.state !== "failed") return false;
    const cancels = (id: string | null) => (other: Step) => other.kind === "cancel" && other.cancelsId === id;
    if (step.kind === "register") {
      return (
        step === last && !isCancelled && !steps.some((other) => cancels(step.id)(other) && isLive(other))
      );
    }
    const stands = steps.some((other) => other.id === step.cancelsId && other.state === "done");
    const isNewest = !steps.slice(index + 1).some(cancels(step.cancelsId));
    return stands && isNewest && !steps.some((other) => cancels(step.cancelsId)(other) && isLive(other));
  });
}

/** What a call, or a look at Smaregi, told of a step. */
export type Outcome =
  | { kind: "done"; transactionId: string; byLook: boolean }
  /** Smaregi refused, or it is certain that the call never left or did nothing. */
  | { kind: "refused"; status: number | null; reason: string; final: boolean }
  /** It may have been done. `sentAt`: when it really went out, after it had waited for its place in the pace. */
  | { kind: "unclear"; status: number | null; reason: string; sentAt: Date | null }
  /** A look could not be made. */
  | { kind: "lookFailed"; status: number | null; reason: string }
  /** A look found nothing; it is the answer only where nothing can still come (`comesForMs` 0). */
  | { kind: "notThere"; comesForMs: number; reason: string };

export type Verdict =
  | { state: "done"; transactionId: string; byLook: boolean }
  | { state: "failed"; status: number | null; reason: string }
  | { state: "waiting"; retryMs: number; status: number | null; reason: string }
  | {
      state: "unclear";
      retryMs: number;
      status: number | null;
      reason: string;
      report: boolean;
      sentAt?: Date | null;
    };

/**
 * What becomes of a step (B2, B3, F3): done; failed (the standard mode never repeats a call); waiting to be
 * sent again (the assured mode); or unclear, and looked for in Smaregi once more.
 * `tries` is how often it was sent, or looked for where a look failed; `random` from 0 to 1.
 */
export function verdictOn(outcome: Outcome, mode: Mode, tries: number, random: number): Verdict {
  const backoff = Math.round(Math.min(1_000 * 2 ** Math.min(tries, 13), 3_600_000) * (0.5 + random / 2));
  switch (outcome.kind) {
    case "done":
      return { state: "done", transactionId: outcome.transactionId, byLook: outcome.byLook };
    case "refused": {
      const { status, reason } = outcome;
      const again = mode === "assured" && !outcome.final;
      return again
        ? { state: "waiting", retryMs: backoff, status, reason }
        : { state: "failed", status, reason };
    }
    case "unclear": {
      const { status, reason, sentAt } = outcome;
      return { state: "unclear", retryMs: 0, status, reason, report: false, sentAt };
    }
    case "lookFailed": {
      const { status, reason } = outcome;
      return { state: "unclear", retryMs: backoff, status, reason, report: true };
    }
    case "notThere": {
      const { reason, comesForMs } = outcome;
      if (comesForMs > 0)
        return { state: "unclear", retryMs: comesForMs, status: null, reason, report: false };
      return mode === "assured"
        ? // At once after the first try; what is refused again and again is sent less and less often.
          { state: "waiting", retryMs: tries <= 1 ? 0 : backoff, status: null, reason }
        : { state: "failed", status: null, reason };
    }
    default:
      return outcome satisfies never;
  }
}

/** Whether an answer was Smaregi's last word on a call: 502 and 504 are a gateway's, behind which it may be at work still. */
export const isOver = (status: number | null): boolean => status !== null && status !== 502 && status !== 504;

/**
 * For how long, seen from `now`, an unclear call may still take effect. After a time-out, a dropped connection, a gateway that
 * gave up or a crash it may be at work in Smaregi: half as long again as the call's own time-out, from when it was sent.
 * After another 5xx it is over (`isOver`): a second.
 */
export function comesForMs(
  step: { sentAt: Date | null; answeredAt: Date | null; answeredStatus: number | null; createdAt: Date },
  timeoutMs: number,
  now: Date,
): number {
  const until =
    step.answeredAt !== null && isOver(step.answeredStatus)
      ? step.answeredAt.getTime() + 1_000
      : (step.sentAt ?? step.createdAt).getTime() + 1.5 * timeoutMs;
  return Math.max(0, until - now.getTime());
}
