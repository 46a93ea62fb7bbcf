import type { Contract, Fields } from "./state.ts";

const known = new Set(["no", "paymentMethodId", "depositOthers", "slipNumber"]);

/**
 * Returns what is wrong with how a sale was paid; null if nothing. Up to three further methods of the contract (`no` 1 to 3) make up
 * the deposit together with cash and credit. A head without them says nothing about the deposit.
 */
export function depositProblem(contract: Contract, head: Fields, others: Fields[]): string | null {
  if (others.length === 0) return null;
  const problem = others.map((other, index) => methodProblem(contract, other, `depositOthers[${index}]`));
  const first = problem.find((each) => each !== null) ?? null;
  if (first !== null) return first;
  if (new Set(others.map((other) => other["no"])).size < others.length)
    return "depositOthersのnoが重複しています。";
  const yen = (fields: Fields, name: string): number => Number(fields[name] ?? "0");
  const paid = others.reduce((sum, other) => sum + yen(other, "depositOthers"), 0);
  const sum = yen(head, "depositCash") + yen(head, "depositCredit") + paid;
  return sum === yen(head, "deposit") ? null : `預かり金が内訳の合計と一致しません(${sum})。`;
}

function methodProblem({ paymentMethods }: Contract, other: Fields, path: string): string | null {
  const strange = Object.keys(other).filter((name) => !known.has(name));
  if (strange.length > 0) return `${strange.join(",")} はサポートされていません`;
  if (!/^[123]$/.test(other["no"] ?? "")) return `${path}.noは1から3で指定してください。`;
  if (!paymentMethods.has(other["paymentMethodId"] ?? ""))
    return `${path}.paymentMethodId: 指定された支払方法が見つかりません。`;
  return /^-?\d{1,9}$/.test(other["depositOthers"] ?? "") ? null : `${path}.depositOthersが不正です。`;
}
