import { notSupported, refuse, type Answer } from "./answer.ts";
import { readBodyTime, readDay } from "./jst.ts";
import {
  amountsInHead,
  asStrings,
  missing,
  requiredInHead,
  requiredInLine,
  unknownInHead,
  unknownInLine,
} from "./sale-fields.ts";
import { switchesOf, type Contract, type Fields, type State } from "./state.ts";
import { depositProblem } from "./deposit-rules.ts";
import { isTaken } from "./transactions.ts";

export type Sale = { head: Fields; lines: Fields[]; depositOthers: Fields[] };

const isAmount = (text: string | null | undefined): boolean => /^-?\d{1,9}$/.test(text ?? "0");

/** Checks a body of `POST /transactions` by Smaregi's reference. Returns it with every value a string, or the refusal. */
export function readSale(state: State, contract: Contract, body: unknown): Sale | { refused: Answer } {
  const bad = (detail: string) => ({ refused: refuse(400, detail) });
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return bad("リクエストボディが不正です。");
  }
  const unknown = unknownInHead(body);
  if (unknown.length > 0) return { refused: notSupported(unknown) };
  const { details = [], depositOthers = [], ...rest } = body as Record<string, unknown>;
  if (!Array.isArray(details) || details.length > 999)
    return bad("detailsは999件以下の配列で指定してください。");
  if (!Array.isArray(depositOthers) || depositOthers.length > 3) {
    return bad("depositOthersは3件以下の配列で指定してください。");
  }
  const { numbersAccepted, totalChecked, duplicateKey, depositOthersRequest } = switchesOf(
    state,
    contract.contractId,
  );
  const noStrings: string[] = [];
  const strings = (value: unknown, path: string) => asStrings(value, numbersAccepted, path, noStrings);
  const head = strings(rest, "");
  const lines = details.map((line, index) => strings(line, `details[${index}].`));
  const others = depositOthers.map((other, index) => strings(other, `depositOthers[${index}].`));
  if (noStrings.length > 0) return bad(`${noStrings.join(",")} は文字列で指定してください。`);
  const unknownOfLines = [...new Set(lines.flatMap(unknownInLine))];
  if (unknownOfLines.length > 0) return { refused: notSupported(unknownOfLines) };

  const problem =
    headProblem(contract, head) ??
    lines.map((line) => lineProblem(contract, line)).find((each) => each !== null) ??
    (new Set(lines.map((line) => Number(line["transactionDetailId"]))).size === lines.length
      ? null
      : "transactionDetailIdが重複しています。") ??
    sumProblem(head, lines, totalChecked) ??
    (others.length > 0 && depositOthersRequest === "refused" ? "depositOthersの形式が不正です。" : null) ??
    depositProblem(contract, head, others);
  if (problem !== null) return bad(problem);
  if (duplicateKey === "refuse" && isTaken(contract, head)) {
    return bad("店舗ID、端末ID、端末取引日時、端末取引IDの組み合わせが既に登録されています。");
  }
  return { head, lines, depositOthers: others };
}

function lineProblem(contract: Contract, line: Fields): string | null {
  const left = missing(line, requiredInLine);
  if (left.length > 0) return `${left.join(",")} は必須です。`;
  if (!/^[1-9]\d{0,2}$/.test(line["transactionDetailId"] ?? "")) {
    return "transactionDetailIdは1から999で指定してください。";
  }
  if (!/^[123]$/.test(line["transactionDetailDivision"] ?? ""))
    return "transactionDetailDivisionが不正です。";
  const wrong = ["salesPrice", "quantity", "price", "unitDiscountPrice"].filter(
    (name) => !isAmount(line[name]),
  );
  if (wrong.length > 0) return `${wrong.join(",")} が不正です。`;
  if ((line["productName"] ?? "").length > 85) return "productNameは85文字以下で指定してください。";
  if ((line["productCode"] ?? "").length > 20) return "productCodeは20文字以下で指定してください。";
  const product = contract.products.get(line["productId"] ?? "");
  if (product?.["division"] === "1") return "回数券商品は指定できません。";
  const categoryId = line["categoryId"] ?? null;
  if (categoryId !== null && product !== undefined && categoryId !== product["categoryId"]) {
    return "categoryIdが商品の部門IDと一致しません。";
  }
  return null;
}

function headProblem(contract: Contract, head: Fields): string | null {
  const left = missing(head, requiredInHead);
  if (left.length > 0) return `${left.join(",")} は必須です。`;
  const wrong = amountsInHead.filter((name) => !isAmount(head[name]));
  if (wrong.length > 0) return `${wrong.join(",")} が不正です。`;
  if (!/^([1-7]|13|14)$/.test(head["transactionHeadDivision"] ?? ""))
    return "transactionHeadDivisionが不正です。";
  const store = contract.stores.get(head["storeId"] ?? "");
  if (store === undefined) return "指定された店舗IDのリソースが見つかりません";
  if (store["pauseFlag"] === "1") return "休止中の店舗です。";
  if (!/^[1-9][0-9]{0,8}$/.test(head["terminalId"] ?? "")) return "terminalIdが不正です。";
  if (!/^.{1,10}$/u.test(head["terminalTranId"] ?? ""))
    return "terminalTranIdは10文字以下で指定してください。";
  if (Number.isNaN(readBodyTime(head["terminalTranDateTime"] ?? "")))
    return "terminalTranDateTimeが不正です。";
  return closingProblem(contract, store, head);
}

/** 精算・締め: returns what is wrong with the settling fields that the caller gave. */
function closingProblem(contract: Contract, store: Fields, head: Fields): string | null {
  const sumDivision = head["sumDivision"] ?? null;
  const sumDate = head["sumDate"] ?? null;
  const terminal = contract.terminals.get(head["terminalId"] ?? "");
  const isThere = terminal !== undefined && terminal["storeId"] === head["storeId"];
  if (!isThere && sumDivision !== "2") return "存在しない端末IDの場合、sumDivisionは2を指定してください。";
  if (sumDivision !== null && !/^[012]$/.test(sumDivision)) return "sumDivisionが不正です。";
  if (store["sumProcDivision"] === "1" && (sumDivision === "0" || sumDivision === "1")) {
    return "自動締めの店舗では、sumDivisionに0,1は指定できません。";
  }
  if (sumDivision === "2" && sumDate === null) return "sumDateは必須です。";
  if (sumDivision === "0" && sumDate !== null) return "sumDivisionが0の場合、sumDateは指定できません。";
  return sumDate !== null && Number.isNaN(readDay(sumDate)) ? "sumDateが不正です。" : null;
}

function sumProblem(head: Fields, lines: Fields[], totalChecked: boolean): string | null {
  const yen = (fields: Fields, name: string): number => Number(fields[name] ?? "0");
  const subtotal = lines.reduce((sum, line) => {
    const sign = line["transactionDetailDivision"] === "2" ? -1 : 1;
    return sum + sign * (yen(line, "salesPrice") - yen(line, "unitDiscountPrice")) * yen(line, "quantity");
  }, 0);
  if (subtotal !== yen(head, "subtotal")) return `小計が明細の合計と一致しません(${subtotal})。`;
  const total =
    subtotal -
    yen(head, "subtotalDiscountPrice") -
    yen(head, "pointDiscount") -
    yen(head, "couponDiscount") +
    yen(head, "roundingPrice") +
    yen(head, "taxExclude") +
    yen(head, "commission") +
    yen(head, "carriage");
  if (totalChecked && total !== yen(head, "total")) return `合計が一致しません(${total})。`;
  return null;
}
