import { refuse, type Answer } from "./answer.ts";
import { readTime } from "./jst.ts";
import type { Contract, Fields, State } from "./state.ts";
import { switchesOf } from "./switches.ts";
import { isTaken } from "./transactions.ts";

const required = [
  "transactionHeadDivision",
  "subtotal",
  "total",
  "storeId",
  "terminalId",
  "terminalTranId",
  "terminalTranDateTime",
];
const optional =
  "cancelDivision subtotalDiscountPrice subtotalDiscountRate subtotalDiscountDivision pointDiscount couponDiscount spendPoint newPoint carriage commission taxInclude taxExclude sellDivision taxRate taxRounding roundingDivision roundingPrice deposit depositCash depositCredit change depositOthers sumDivision sumDate customerId customerCode staffId memo receiptMemo tags guestNumbers transactionUuid layawayServerTransactionHeadId barcode details".split(
    " ",
  );
const known = new Set([...required, ...optional]);
const lineRequired = ["transactionDetailId", "transactionDetailDivision", "salesPrice", "quantity"];
const knownInLine = new Set([
  ...lineRequired,
  ..."productId productCode productName printReceiptProductName price taxDivision unitDiscountPrice unitDiscountRate unitDiscountDivision categoryId categoryName discriminationNo salesDivision productDivision parentTransactionDetailId productBundleGroupId reduceTaxId inventoryReservationDivision".split(
    " ",
  ),
]);

const whole = /^-?\d{1,9}$/;

/** Checks a body of `POST /transactions` as Smaregi's reference says; answers it with every value a string, or the refusal. */
export function readSale(
  state: State,
  contract: Contract,
  body: unknown,
): { head: Fields; lines: Fields[] } | { refused: Answer } {
  const bad = (detail: string) => ({ refused: refuse(400, detail) });
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return bad("リクエストボディが不正です。");
  const { details = [], ...rest } = body as { details?: unknown };
  const unknown = Object.keys(rest).filter((name) => !known.has(name));
  if (unknown.length > 0) return bad(`${unknown.join(",")} はサポートされていません`);
  if (!Array.isArray(details) || details.length > 999)
    return bad("detailsは999件以下の配列で指定してください。");

  const { numbersAccepted, totalChecked, duplicateKey } = switchesOf(state, contract.contractId);
  const texts: string[] = [];
  const head = asStrings(rest, numbersAccepted, "", texts);
  const lines = details.map((line, index) => asStrings(line, numbersAccepted, `details[${index}].`, texts));
  if (texts.length > 0) return bad(`${texts.join(",")} は文字列で指定してください。`);
  const missing = required.filter((name) => head[name] === undefined || head[name] === null);
  if (missing.length > 0) return bad(`${missing.join(",")} は必須です。`);
  const wrongLine = lines.map(lineProblem).find((problem) => problem !== null);
  if (wrongLine !== undefined && wrongLine !== null) return bad(wrongLine);
  const ids = new Set(lines.map((line) => line["transactionDetailId"]));
  if (ids.size !== lines.length) return bad("transactionDetailIdが重複しています。");
  const wrong = headProblem(contract, head);
  if (wrong !== null) return bad(wrong);
  const sums = sumProblem(head, lines, totalChecked);
  if (sums !== null) return bad(sums);
  if (duplicateKey === "refuse" && isTaken(contract, head)) {
    return bad("店舗ID、端末ID、端末取引日時、端末取引IDの組み合わせが既に登録されています。");
  }
  return { head, lines };
}

function asStrings(value: unknown, numbersAccepted: boolean, path: string, problems: string[]): Fields {
  const fields: Fields = {};
  for (const [name, entry] of Object.entries(typeof value === "object" && value !== null ? value : {})) {
    if (entry === null || typeof entry === "string") fields[name] = entry;
    else if (typeof entry === "number" && numbersAccepted) fields[name] = String(entry);
    else if (name === "depositOthers" && Array.isArray(entry)) fields[name] = JSON.stringify(entry);
    else problems.push(`${path}${name}`);
  }
  return fields;
}

function lineProblem(line: Fields): string | null {
  const unknown = Object.keys(line).filter((name) => !knownInLine.has(name));
  if (unknown.length > 0) return `${unknown.join(",")} はサポートされていません`;
  const missing = lineRequired.filter((name) => line[name] === undefined || line[name] === null);
  if (missing.length > 0) return `${missing.join(",")} は必須です。`;
  const id = Number(line["transactionDetailId"]);
  if (!Number.isInteger(id) || id < 1 || id > 999) return "transactionDetailIdは1から999で指定してください。";
  if (!["1", "2", "3"].includes(line["transactionDetailDivision"] ?? ""))
    return "transactionDetailDivisionが不正です。";
  if (!whole.test(line["salesPrice"] ?? "") || !whole.test(line["quantity"] ?? ""))
    return "salesPrice,quantityが不正です。";
  if ((line["productName"] ?? "").length > 85) return "productNameは85文字以下で指定してください。";
  return null;
}

function headProblem(contract: Contract, head: Fields): string | null {
  if (!/^([1-7]|13|14)$/.test(head["transactionHeadDivision"] ?? ""))
    return "transactionHeadDivisionが不正です。";
  const store = contract.stores.get(head["storeId"] ?? "");
  if (store === undefined) return "指定された店舗IDのリソースが見つかりません";
  if (store["pauseFlag"] === "1") return "休止中の店舗です。";
  if (!/^[1-9][0-9]{0,8}$/.test(head["terminalId"] ?? "")) return "terminalIdが不正です。";
  const terminal = contract.terminals.get(head["terminalId"] ?? "");
  const ofStore = terminal !== undefined && terminal["storeId"] === head["storeId"];
  if (!ofStore && head["sumDivision"] !== "2")
    return "存在しない端末IDの場合、sumDivisionは2を指定してください。";
  if (head["sumDivision"] === "2" && (head["sumDate"] ?? "") === "") return "sumDateは必須です。";
  if (!/^.{1,10}$/.test(head["terminalTranId"] ?? ""))
    return "terminalTranIdは10文字以下で指定してください。";
  if (Number.isNaN(readTime(head["terminalTranDateTime"] ?? ""))) return "terminalTranDateTimeが不正です。";
  return null;
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
    yen(head, "taxExclude") +
    yen(head, "commission") +
    yen(head, "carriage");
  if (totalChecked && total !== yen(head, "total")) return `合計が一致しません(${total})。`;
  return null;
}
