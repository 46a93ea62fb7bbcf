import { codeForm, isWeakCode, janKey, looseForm, nameForm, withoutZeros } from "./keys/rules.ts";
import { indexNames, mostAlike, type NameIndex } from "./names/rules.ts";
import {
  contradict,
  fullName,
  hints,
  hintsOf,
  ourVariant,
  printOfTheirs,
  theirVariant,
  type Ours,
  type Theirs,
  type Warning,
} from "./judge/rules.ts";

/** 確実, 候補, 要確認, なし. */
export const classes = ["certain", "likely", "conflict", "none"] as const;
export type Class = (typeof classes)[number];

/** The keys by which two sides were matched. */
export const reasons = ["jan", "code", "makerNo", "group", "looseCode", "lostZero", "name"] as const;
type Reason = (typeof reasons)[number];

/** A Smaregi product that a variation may be linked with; `print`: a digest of what the judgement is based on. */
export type Candidate = {
  smaregiProductId: string;
  reasons: Reason[];
  /** The likeness of the names, from 0 to 1; only if they were compared. */
  likeness?: number;
  warnings: Warning[];
  print: string;
};

export type Match = { variationId: string; class: Class; candidates: Candidate[] };

/** Raised when a new program would judge the same rows differently. */
export const ruleVersion = 1;

/**
 * Names of at least this likeness are candidates if they are this far ahead of the next; from `shown` on they are
 * offered.
 */
const alike = { likely: 0.8, ahead: 0.15, shown: 0.6 };
const mostCandidates = 5;

type Index<Key> = Map<Key, string[]>;

/** All variations and products of both sides, by their keys. */
export type Field = {
  theirs: Map<string, Theirs>;
  byJan: Index<string>;
  byLostJan: Index<string>;
  byCode: Index<string>;
  byLoose: Index<string>;
  byMaker: Index<string>;
  byGroup: Index<string>;
  names: NameIndex;
  /** The number of variations here that have a key; of the whole shop, not only of those that are matched. */
  ourJans: Map<string, number>;
  ourCodes: Map<string, number>;
  ourLoose: Map<string, number>;
  spoiled: Set<string>;
};

function add<Key>(index: Index<Key>, key: Key | null, id: string): void {
  if (key === null || key === "") return;
  const ids = index.get(key);
  if (ids === undefined) index.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

const count = (counts: Map<string, number>, keys: Set<string>): void => {
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** The JANs of a variation, from its own field and from its codes. */
function jansOf(ours: Ours): { whole: Set<string>; lost: Set<string>; isSpoiled: boolean } {
  const keys = [ours.jan, ...ours.codes].flatMap((code) => (code === null ? [] : [janKey(code)]));
  const of = (kind: "jan" | "lostZero") =>
    new Set(keys.flatMap((key) => (key?.kind === kind ? [key.jan] : [])));
  return { whole: of("jan"), lost: of("lostZero"), isSpoiled: keys.some((key) => key?.kind === "excel") };
}

const looseOf = (codes: string[]): Set<string> =>
  new Set(
    codes.map(looseForm).flatMap((loose) => {
      const bare = withoutZeros(loose);
      return bare === null ? [loose] : [loose, bare];
    }),
  );

const filled = (codes: string[]): string[] => codes.map(codeForm).filter((code) => code !== "");

/** Prepares both sides for matching; computed once per run. */
export function layOut(all: Ours[], theirs: Theirs[]): Field {
  const field: Field = {
    theirs: new Map(theirs.map((each) => [each.id, each])),
    byJan: new Map(),
    byLostJan: new Map(),
    byCode: new Map(),
    byLoose: new Map(),
    byMaker: new Map(),
    byGroup: new Map(),
    names: indexNames(theirs.map(({ id, name }) => ({ id, name: nameForm(name) }))),
    ourJans: new Map(),
    ourCodes: new Map(),
    ourLoose: new Map(),
    spoiled: new Set(),
  };
  for (const each of theirs) {
    const { id, code, groupCode, makerNo } = each;
    const jan = code === null ? null : janKey(code);
    if (jan?.kind === "jan") add(field.byJan, jan.jan, id);
    if (jan?.kind === "lostZero") add(field.byLostJan, jan.jan, id);
    if (jan?.kind === "excel") field.spoiled.add(id);
    if (code !== null && jan?.kind !== "excel") {
      add(field.byCode, codeForm(code), id);
      for (const loose of looseOf(filled([code]))) add(field.byLoose, loose, id);
    }
    if (makerNo !== null) add(field.byMaker, codeForm(makerNo), id);
    if (groupCode !== null) add(field.byGroup, looseForm(groupCode), id);
  }
  for (const ours of all) {
    const jans = jansOf(ours);
    count(field.ourJans, new Set([...jans.whole, ...jans.lost]));
    count(field.ourCodes, new Set(filled(ours.codes)));
    count(field.ourLoose, looseOf(filled(ours.codes)));
  }
  return field;
}

/** A match of one variation by one key. `isStrong`: it is enough for 確実. */
type Hit = { id: string; reason: Reason; isStrong: boolean; ours: number; theirs: number };

function hitsOf(ours: Ours, field: Field): Hit[] {
  const hits: Hit[] = [];
  const take = (reason: Reason, ids: string[] | undefined, here: number, isStrong = false) => {
    for (const id of ids ?? []) hits.push({ id, reason, isStrong, ours: here, theirs: ids?.length ?? 0 });
  };
  const jans = jansOf(ours);
  for (const jan of jans.whole) {
    const here = field.ourJans.get(jan) ?? 1;
    take("jan", field.byJan.get(jan), here, true);
    take("lostZero", field.byLostJan.get(jan), here);
  }
  for (const jan of jans.lost) take("lostZero", field.byJan.get(jan), field.ourJans.get(jan) ?? 1);
  for (const code of filled(ours.codes)) {
    if (janKey(code)?.kind === "excel") continue;
    const here = field.ourCodes.get(code) ?? 1;
    take("code", field.byCode.get(code), here, !isWeakCode(code));
    take("makerNo", field.byMaker.get(code), here);
  }
  if (hits.length > 0) return hits;
  for (const loose of looseOf(filled(ours.codes))) {
    if (!isWeakCode(loose)) take("looseCode", field.byLoose.get(loose), field.ourLoose.get(loose) ?? 1);
  }
  take("group", groupHits(ours, field), 1);
  return hits;
}

/** Products whose group is the product's code, and whose size and colour are the variation's. */
function groupHits(ours: Ours, field: Field): string[] {
  if (ours.parentCode === null) return [];
  const own = ourVariant(ours);
  if (own.size === null && own.color === null) return [];
  return (field.byGroup.get(looseForm(ours.parentCode)) ?? []).filter((id) => {
    const theirs = field.theirs.get(id);
    if (theirs === undefined) return false;
    const other = theirVariant(theirs);
    return own.size === other.size && own.color === other.color;
  });
}

/** Finds the candidates of one variation. `settle` resolves conflicts with the other variations of the run. */
export function match(ours: Ours, field: Field): Match {
  const hits = hitsOf(ours, field);
  const byProduct = new Map<string, Hit[]>();
  for (const hit of hits) byProduct.set(hit.id, [...(byProduct.get(hit.id) ?? []), hit]);
  if (byProduct.size === 0) return byName(ours, field);
  const candidates = [...byProduct].map(([id, own]) => {
    const warnings: Warning[] = [];
    if (own.some((hit) => hit.ours > 1)) warnings.push("twiceHere");
    if (own.some((hit) => hit.theirs > 1)) warnings.push("twiceThere");
    if (byProduct.size > 1 && !warnings.includes("twiceThere")) warnings.push("otherKey");
    return candidateOf(ours, field, { id, reasons: unique(own.map(({ reason }) => reason)), warnings });
  });
  const isStrong = hits.some((hit) => hit.isStrong);
  const isClear = candidates.every(({ warnings }) => !warnings.some(isContradiction));
  const kind = !isClear ? "conflict" : isStrong ? "certain" : "likely";
  return { variationId: ours.variationId, class: kind, candidates: candidates.slice(0, mostCandidates) };
}

const unique = <Value>(values: Value[]): Value[] => [...new Set(values)];

const isHint = new Set<Warning>(hints);
const isContradiction = (warning: Warning): boolean => !isHint.has(warning);

function candidateOf(
  ours: Ours,
  field: Field,
  found: { id: string; reasons: Reason[]; warnings?: Warning[]; likeness?: number },
): Candidate {
  const theirs = field.theirs.get(found.id);
  if (theirs === undefined) throw new Error(`${found.id} is not among what was laid out`);
  const spoiled: Warning[] = field.spoiled.has(found.id) || jansOf(ours).isSpoiled ? ["excelCode"] : [];
  return {
    smaregiProductId: found.id,
    reasons: found.reasons,
    ...(found.likeness === undefined ? {} : { likeness: Math.round(found.likeness * 100) / 100 }),
    warnings: [...(found.warnings ?? []), ...contradict(ours, theirs), ...spoiled, ...hintsOf(ours, theirs)],
    print: printOfTheirs(theirs),
  };
}

/** By name alone: a candidate if one name is similar and well ahead of the next; else the similar ones are offered. */
function byName(ours: Ours, field: Field): Match {
  const found = mostAlike(field.names, nameForm(fullName(ours)), alike.shown);
  const candidates = found.map(({ id, likeness }) =>
    candidateOf(ours, field, { id, reasons: ["name"], likeness }),
  );
  const [first, second] = found;
  const isAhead = (first?.likeness ?? 0) - (second?.likeness ?? 0) >= alike.ahead;
  const isNamed = first !== undefined && first.likeness >= alike.likely && isAhead;
  const isClear = candidates[0]?.warnings.some(isContradiction) === false;
  const kind = !isNamed ? "none" : isClear ? "likely" : "conflict";
  return { variationId: ours.variationId, class: kind, candidates };
}

/**
 * Checks both directions: a product that was found for several variations is certain for none of them (2:1), whichever
 * key led to it.
 */
export function settle(matches: Match[]): Match[] {
  const claimed = new Map<string, number>();
  for (const each of matches) {
    for (const id of claimsOf(each)) claimed.set(id, (claimed.get(id) ?? 0) + 1);
  }
  return matches.map((each): Match => {
    const [first] = each.candidates;
    if (first === undefined || (each.class !== "certain" && each.class !== "likely")) return each;
    if (claimed.get(first.smaregiProductId) === 1) return each;
    const warnings = unique<Warning>(["twiceHere", ...first.warnings]);
    return { ...each, class: "conflict", candidates: [{ ...first, warnings }, ...each.candidates.slice(1)] };
  });
}

/** The products that a match claims: all that a key found, or the one that a name found. */
function claimsOf({ class: kind, candidates }: Match): string[] {
  const ids = candidates.map(({ smaregiProductId }) => smaregiProductId);
  if (kind === "none") return [];
  return kind === "likely" ? ids.slice(0, 1) : ids;
}

/** The number of matches of each class. */
export function countClasses(matches: { class: Class }[]): Record<Class, number> {
  const counts: Record<Class, number> = { certain: 0, likely: 0, conflict: 0, none: 0 };
  for (const each of matches) counts[each.class] += 1;
  return counts;
}
