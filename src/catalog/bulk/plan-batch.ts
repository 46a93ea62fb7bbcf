import { isDeepStrictEqual } from "node:util";
import type { Text } from "../../kit/errors.ts";
import { folded, readsAs } from "../../kit/text/rules.ts";
import { comesBackAs } from "../../kit/text/windows.ts";
import { planChange, planNewProduct, type ProductState, type ProductWrite } from "../plan-product.ts";
import { limits, type ProductInput } from "../rules.ts";
import { changesPattern, refusePattern, takenAs } from "../save-product.ts";
import { openDesk, standing, type Desk, type Draft, type Known } from "./desk.ts";
import { findTarget, type Target } from "./find-target.ts";
import { Refused, problemsOf, texts } from "./problems.ts";
import type { Problem, ReadRow } from "./read-row.ts";
import { cellsOf, madeOfThere, withoutComeback, type Shape, type Taken } from "./row-changes.ts";
import { asTyped, questionsText } from "./values.ts";
import type { Unit } from "./units.ts";

export type RefusedRow = { row: ReadRow; problems: Problem[] };

/** The result of planning a batch. */
export type BatchPlan = {
  writes: ProductWrite[];
  removals: { id: string; variationIds: string[] }[];
  refused: RefusedRow[];
  /** For each row that was taken: what it found and what it makes of it. */
  taken: Taken[];
  done: number;
  /** The row that stopped it (`onError=stop`); the rows after it were not looked at. */
  stoppedAt: number | null;
};

/**
 * Plans the rows of a batch, one after the other: each is taken, or refused with its problems; earlier rows stay taken.
 * A new product is taken with all of its rows or not at all. Yields after each row, so that other work need not wait
 * for all of them (`inTurns`).
 */
export function* planBatch(
  units: Unit[],
  known: Known,
  options: { kind: "register" | "change"; onError: "skip" | "stop" },
): Generator<void, BatchPlan> {
  const desk = openDesk(known);
  const plan: BatchPlan = { writes: [], removals: [], refused: [], taken: [], done: 0, stoppedAt: null };
  const isStopped = () => options.onError === "stop" && plan.refused.length > 0;
  for (const unit of units) {
    const adds = options.kind === "change" && standing(desk, unit.rows[0]) !== undefined;
    if (unit.isNew && !adds) takeNew(desk, plan, unit);
    else
      for (const row of unit.rows) {
        takeRow(desk, plan, row);
        if (isStopped()) break;
        yield;
      }
    if (isStopped()) {
      plan.stoppedAt = plan.refused[0]?.row.number ?? null;
      break;
    }
    yield;
  }
  for (const { write, isDeleted, state } of desk.drafts.values()) {
    if (isDeleted)
      plan.removals.push({ id: state.product.id, variationIds: state.rows.map((row) => row.id) });
    else if (write !== null) plan.writes.push(write);
  }
  return plan;
}

function takeNew(desk: Desk, plan: BatchPlan, { rows }: Unit): void {
  const found = new Map<ReadRow, Problem[]>(rows.map((row) => [row, [...row.problems]]));
  const [first] = rows;
  if (first === undefined) return;
  const { productCode } = first.product;
  if (first.product.name === undefined && !isNamed(first, "name"))
    found.get(first)?.push({ column: "name", message: texts.needed });
  if (first.product.price === undefined && !isNamed(first, "price"))
    found.get(first)?.push({ column: "price", message: texts.needed });
  for (const row of rows.slice(1)) found.get(row)?.push(...contradictions(first.product, row.product));
  if (rows.length > limits.variations) found.get(first)?.push({ column: null, message: texts.tooMany });
  const there = typeof productCode === "string" ? takenBy(desk, productCode) : null;
  if (there !== null) found.get(first)?.push({ column: "productCode", message: there.message });
  if ([...found.values()].every((problems) => problems.length === 0)) {
    try {
      const write = planNewProduct(newProduct(rows, first), 0);
      plan.writes.push(write);
      plan.done += rows.length;
      for (const [nth, row] of rows.entries())
        plan.taken.push({ row, before: null, after: shapeOf(write, nth) });
      if (typeof productCode === "string") desk.codes.set(productCode, write.id);
      return;
    } catch (error) {
      // The path of a problem names its row: `variations[2].name` belongs to the third.
      for (const { nth, ...problem } of problemsOf(error)) found.get(rows[nth ?? 0] ?? first)?.push(problem);
    }
  }
  const bad = rows.find((row) => (found.get(row)?.length ?? 0) > 0) ?? first;
  for (const [row, problems] of found) {
    const because = problems.length > 0 ? problems : [{ column: null, message: texts.withOther(bad.number) }];
    plan.refused.push({ row, problems: because });
  }
}

/**
 * The product that already has a code, and the message about it; null if the code is free. `id` is null for an earlier
 * row of a dry run.
 */
function takenBy(desk: Desk, code: string): { id: string | null; message: Text } | null {
  const found = desk.codes.find(code);
  if (found !== undefined) return { id: found.id, message: takenAs(code, found.code) };
  return desk.known.claimed.has(folded(code)) ? { id: null, message: takenAs(code, undefined) } : null;
}

const isNamed = (row: ReadRow, column: Problem["column"]): boolean =>
  row.problems.some((problem) => problem.column === column);

function newProduct(rows: ReadRow[], { product, variation }: ReadRow) {
  const guessed =
    variation.name !== undefined ? "pattern1" : product.questions !== undefined ? "pattern2" : "none";
  return {
    ...product,
    variationPattern: product.variationPattern ?? guessed,
    name: product.name ?? "",
    price: product.price ?? 0,
    taxRate: product.taxRate ?? (10 as const),
    variations: rows.map((row) => row.variation),
  };
}

/** The fields in which a further row of a product contradicts the first. */
function contradictions(first: ReadRow["product"], next: ReadRow["product"]): Problem[] {
  const fields = Object.keys(next) as (keyof ReadRow["product"])[];
  return fields
    .filter((field) => !isDeepStrictEqual(next[field], first[field]))
    .map((column) => ({ column, message: texts.contradicts }));
}

/** Takes a row of an existing product: changes it, adds a variation, or deletes. */
function takeRow(desk: Desk, plan: BatchPlan, row: ReadRow): void {
  let found = row.problems;
  try {
    const target = targetOf(desk, row);
    const { draft, id } = target;
    const before = id === null ? null : standingShape(draft, id);
    found = found.filter((problem) => before === null || !isThere(desk, before, row, problem));
    if (before !== null && row.control !== "delete") found = [...found, ...madeOfThere(row, before)];
    if (found.length === 0) {
      const isAsItWas = desk.known.isShiftJis && before !== null;
      if (row.control === "delete") remove(desk, target);
      else change(desk, target, isAsItWas ? withoutComeback(row, before) : row);
      const after = row.control === "delete" || draft.write === null ? null : shapeOf(draft.write, id ?? -1);
      plan.taken.push({ row, before, after });
      plan.done += 1;
      return;
    }
  } catch (error) {
    found = [...found, ...problemsOf(error).map(({ column, message }) => ({ column, message }))];
  }
  plan.refused.push({ row, problems: found });
}

/** A variation as a write makes it: by its ID, or by its index (-1: the last one). */
function shapeOf(write: ProductWrite, which: string | number): Shape | null {
  const step =
    typeof which === "number" ? write.steps.at(which) : write.steps.find((each) => each.id === which);
  if (step === undefined) return null;
  const systemProductNumber = step.before?.systemProductNumber ?? null;
  const variation = { ...step.values, quantity: step.stock.quantity, systemProductNumber };
  return { product: write.columns, variation };
}

/** A variation as the rows so far have left it. */
function standingShape({ state, write }: Draft, id: string): Shape | null {
  const row = state.rows.find((each) => each.id === id);
  if (write !== null) return shapeOf(write, id);
  return row === undefined ? null : { product: state.product, variation: row };
}

function targetOf(desk: Desk, row: ReadRow): Target {
  const draft = row.control === "new" ? standing(desk, row) : undefined;
  return draft === undefined ? findTarget(desk, row) : { draft, id: null, key: "productCode" };
}

/**
 * True if a cell that would be refused repeats the existing value as an export writes it: an invalid JAN code, a code that looks like
 * a date, a question with `=` in it. It changes nothing, and no one has to repair it.
 */
function isThere({ known }: Desk, there: Shape, { refusedCells }: ReadRow, { column }: Problem): boolean {
  const cell = column === null ? undefined : refusedCells?.[column];
  if (column === null || cell === undefined) return false;
  const exported = asTyped(cellsOf(there)[column]);
  return known.isShiftJis ? comesBackAs(cell, exported) : cell === exported;
}

function change(desk: Desk, { draft, id, key }: Target, row: ReadRow): void {
  const { state } = draft;
  const { productCode, ...others } = row.product;
  const given = key === "productCode" || productCode === undefined ? others : { ...others, productCode };
  const product = { ...draft.product };
  const problems: Problem[] = [];
  for (const column of Object.keys(given) as (keyof typeof given)[]) {
    // An existing value is no change, so a file with all columns does not undo changes of its other rows.
    if (isDeepStrictEqual(given[column], state.product[column as keyof ProductState["product"]])) continue;
    // In a cell, a question with `=` in its name reads as a different one.
    const asked = column === "questions" ? given.questions : undefined;
    if (asked !== undefined && questionsText(asked) === questionsText(state.product.questions)) continue;
    const isTaken = column in product && !isDeepStrictEqual(product[column], given[column]);
    if (isTaken) problems.push({ column, message: texts.contradicts });
    else Object.assign(product, { [column]: given[column] });
  }
  if (problems.length > 0) throw new Refused(problems);
  const code = product.productCode;
  const there = typeof code === "string" ? takenBy(desk, code) : null;
  if (there !== null && there.id !== state.product.id)
    throw new Refused([{ column: "productCode", message: there.message }]);
  const told = key === "productCode" ? withoutKeyName(state, id, row.variation) : row.variation;
  const variations =
    id === null
      ? [...draft.variations, told]
      : draft.variations.map((each) => (each.id === id ? { ...each, ...told } : each));
  if (variations.length > limits.variations) throw new Refused([{ column: null, message: texts.tooMany }]);
  write(desk, draft, { ...product, variations });
  draft.product = product;
  draft.variations = variations;
  if (typeof code === "string") desk.codes.set(code, state.product.id);
}

/** If a row found its variation by a name in another spelling, that name does not rename it (P10). */
function withoutKeyName(state: ProductState, id: string | null, variation: ReadRow["variation"]) {
  const { name, ...others } = variation;
  const had = state.rows.find((each) => each.id === id)?.name;
  return name !== undefined && had !== undefined && readsAs(had, name) ? others : variation;
}

function write(desk: Desk, draft: Draft, input: ProductInput): void {
  if (changesPattern(draft.state, input)) refusePattern(desk.known.ordered, draft.state.product.id);
  draft.write = planChange(draft.state, input);
}

function remove(desk: Desk, { draft, id }: Target): void {
  const variations = draft.variations.filter((each) => each.id !== id);
  const { product } = draft.state;
  if (variations.length > 0) write(desk, draft, { ...draft.product, variations });
  else {
    draft.isDeleted = true;
    const code = draft.product.productCode ?? product.productCode;
    if (code !== null) desk.codes.delete(code);
  }
  draft.variations = variations;
}
