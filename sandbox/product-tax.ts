import { ok, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { answerList, listWords, refuseWords } from "./lists.ts";
import { switchesOf, type Contract, type Fields } from "./state.ts";

/** The 軽減税率 of a product: its own, or that of its 部門 if it takes that (`useCategoryReduceTax`). */
export function reduceTaxIdOf(contract: Contract, product: Fields | undefined): string | null {
  if (product?.["useCategoryReduceTax"] !== "1") return product?.["reduceTaxId"] ?? null;
  return contract.categories.get(product["categoryId"] ?? "")?.["reduceTaxId"] ?? null;
}

const term = { termStart: "2019-10-01", termEnd: null, condition: null, advancedCondition: null };
/** The rates that every contract has; `division` 1 depends on the goods, 2 on a condition such as takeaway. */
const usual: Fields[] = [
  { reduceTaxId: "10000001", name: "軽減", division: "1", rate: "8.000", ...term },
  { reduceTaxId: "10000002", name: "選択[標準]", division: "2", rate: "8.000", ...term },
  { reduceTaxId: "10000003", name: "選択[軽減]", division: "2", rate: "8.000", ...term },
  { reduceTaxId: "10000004", name: "選択[選択]", division: "2", rate: "8.000", ...term },
];

/** True if a 軽減税率 means 8 %. */
export function isReduced(contract: Contract, reduceTaxId: string | null | undefined): boolean {
  if (reduceTaxId === "10000001" || reduceTaxId === "10000003") return true;
  const own = contract.reduceTaxRates.get(reduceTaxId ?? "");
  return own?.["division"] === "1" && Number(own["rate"]) === 8;
}

/** 軽減税率一覧取得. */
export function listReduceTaxRates({ state, contract, query, path }: ApiCall): Answer {
  const words = ["reduce_tax_id", "division", "target_date"];
  const refused = refuseWords(query, [...listWords, ...words]);
  if (refused !== null) return refused;
  const is = (word: string, value: string | null | undefined) => (query.get(word) ?? value) === value;
  const day = query.get("target_date");
  const rows = [...usual, ...contract.reduceTaxRates.values()].filter(
    (row) =>
      is("reduce_tax_id", row["reduceTaxId"]) &&
      is("division", row["division"]) &&
      (day === null || ((row["termStart"] ?? "") <= day && day <= (row["termEnd"] ?? "9999-12-31"))),
  );
  return answerList(rows, query, {
    sortable: { reduceTaxId: (row) => row["reduceTaxId"] },
    shape: (row) => row,
    path,
    paging: switchesOf(state, contract.contractId),
  });
}

/** 消費税率取得: today's rate, and also the earlier ones if no day is named. */
export function listConsumptionTaxRates({ query }: ApiCall): Answer {
  const refused = refuseWords(query, ["target_date", "fields"]);
  if (refused !== null) return refused;
  const rates = [
    { applyStartDate: "2014-04-01", taxRate: "8.000", taxRounding: "1" },
    { applyStartDate: "2019-10-01", taxRate: "10.000", taxRounding: "1" },
  ];
  const day = query.get("target_date");
  return ok(day === null ? rates : rates.filter(({ applyStartDate }) => applyStartDate <= day).slice(-1));
}
