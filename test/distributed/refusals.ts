import { field, isNode, nodesOf, word, type Node, type Tree } from "./node-tree.ts";

/** What the checks need to know about the database. `spread`: the OIDs of tables that are not only on the coordinator. */
export type Known = {
  volatility: Map<string, "i" | "s" | "v">;
  operators: Map<string, string>;
  inputs: Map<string, string>;
  outputs: Map<string, string>;
  spread: Map<string, "distributed" | "reference" | "local">;
};

type How = "i" | "s" | "v";

/** The volatility of a node's own function: v volatile, s stable, i immutable. */
function howOf(node: Node, known: Known): How {
  const of = (oid: string | undefined): How => known.volatility.get(oid ?? "") ?? "i";
  switch (node.type) {
    case "FUNCEXPR":
      return of(word(node, "funcid"));
    case "AGGREF":
      return of(word(node, "aggfnoid"));
    case "WINDOWFUNC":
      return of(word(node, "winfnoid"));
    case "OPEXPR":
    case "DISTINCTEXPR":
    case "NULLIFEXPR":
    case "SCALARARRAYOPEXPR":
      return of(known.operators.get(word(node, "opno")));
    case "COERCEVIAIO": {
      const [arg] = field(node, "arg");
      const given = arg !== undefined && isNode(arg) ? word(arg, "vartype") || word(arg, "paramtype") : "";
      const both = [of(known.inputs.get(word(node, "resulttype"))), of(known.outputs.get(given))];
      return both.includes("v") ? "v" : both.includes("s") ? "s" : "i";
    }
    case "SQLVALUEFUNCTION":
      return "s";
    case "NEXTVALUEEXPR":
      return "v";
    default:
      return "i";
  }
}

const isQuery = (node: Node): boolean => node.type === "QUERY";
const has = (trees: Tree[], known: Known, wanted: How[]): boolean =>
  [...nodesOf(trees, isQuery)].some((node) => wanted.includes(howOf(node, known)));

/** What Citus refuses in an expression of an update or delete. */
function inExpression(trees: Tree[], known: Known): string[] {
  if (has(trees, known, ["v"])) return ["a volatile function"];
  const met: string[] = [];
  for (const node of nodesOf(trees, isQuery)) {
    const below = [...node.fields.values()];
    if (["COALESCEEXPR", "COALESCE", "CASEEXPR", "CASE"].includes(node.type) && has(below, known, ["s"]))
      met.push("a stable function in CASE or COALESCE");
    else if (howOf(node, known) === "s" && [...nodesOf(below, isQuery)].some(({ type }) => type === "VAR"))
      met.push("a stable function of a column");
  }
  return met;
}

/** The tables of a statement or a part of it, including everything nested. */
const tablesIn = (trees: Tree[], known: Known) =>
  [...nodesOf(trees)].flatMap((node) => known.spread.get(word(node, "relid")) ?? []);

/** Why Citus refuses a write. */
function ofWrite(query: Node, known: Known): string[] {
  const command = word(query, "commandType");
  const target = field(query, "rtable")[Number(word(query, "resultRelation")) - 1];
  if (target === undefined || !isNode(target) || !known.spread.has(word(target, "relid"))) return [];
  const met: string[] = [];
  const entries = field(query, "targetList").filter(
    (entry) => isNode(entry) && word(entry, "resjunk") !== "true",
  );
  if (command === "2") met.push(...inExpression(entries, known).map((what) => `${what} in SET`));
  if (command !== "3")
    met.push(...inExpression(field(query, "jointree"), known).map((what) => `${what} in WHERE`));
  if (has(field(query, "returningList"), known, ["s", "v"]))
    met.push("a function that may change in RETURNING");
  for (const conflict of field(query, "onConflict").filter(isNode)) {
    if (
      has(field(conflict, "onConflictSet"), known, ["s", "v"]) ||
      has(field(conflict, "onConflictWhere"), known, ["s", "v"])
    )
      met.push("a function that may change in DO UPDATE");
  }
  const isInsert = command === "3";
  if (isInsert && [...nodesOf(entries, isQuery)].some(({ type }) => type === "SUBLINK"))
    met.push("a subquery in VALUES");
  const withWrites = field(query, "cteList").some((cte) =>
    [...nodesOf([cte])].some((node) => isQuery(node) && word(node, "commandType") !== "1"),
  );
  if (isInsert && withWrites) met.push("an insert beside other writes");
  return met;
}

/** True if a query's own FROM contains a distributed table, directly or in a subquery of that FROM. */
function fromDistributed(query: Node, known: Known): boolean {
  return field(query, "rtable")
    .filter(isNode)
    .some((entry) => {
      if (known.spread.get(word(entry, "relid")) === "distributed") return true;
      const inner = field(entry, "subquery").filter(isNode);
      return inner.some((each) => fromDistributed(each, known));
    });
}

/** True for a subquery that refers to something outside it; `depth`: how many queries deep inside it `trees` are. */
const isCorrelated = (trees: Tree[], depth: number): boolean =>
  trees.some((tree) => {
    if (Array.isArray(tree)) return isCorrelated(tree, depth);
    if (!isNode(tree)) return false;
    if (tree.type === "VAR" && Number(word(tree, "varlevelsup")) > depth) return true;
    return isCorrelated([...tree.fields.values()], isQuery(tree) ? depth + 1 : depth);
  });

/** A subquery on distributed tables that depends on each row of a query without any. */
function ofCorrelation(query: Node, known: Known): string[] {
  if (fromDistributed(query, known)) return [];
  const parts = [...field(query, "targetList"), ...field(query, "jointree")];
  const subqueries = [...nodesOf(parts, isQuery)]
    .filter(({ type }) => type === "SUBLINK")
    .flatMap((link) => field(link, "subselect"));
  const correlated = subqueries.filter(
    (each) => tablesIn([each], known).includes("distributed") && isCorrelated([each], -1),
  );
  return correlated.length === 0 ? [] : ["a subquery on a distributed table for each row of one that is not"];
}

/** The reasons why Citus refuses a statement, as far as its tree shows; empty: none. */
export function refusalsOf(trees: Tree[], known: Known): string[] {
  if (tablesIn(trees, known).length === 0) return [];
  const queries = [...nodesOf(trees)].filter(isQuery);
  return [
    ...new Set(
      queries.flatMap((query) => [
        ...(word(query, "commandType") === "1" ? [] : ofWrite(query, known)),
        ...ofCorrelation(query, known),
      ]),
    ),
  ];
}
