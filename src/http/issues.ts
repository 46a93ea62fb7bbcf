import type { z } from "zod";
import { isLeftOut } from "./sentences.ts";

type Issue = z.core.$ZodIssue;

/**
 * What a schema found, each with its place in the input. If a value may have one of several forms and fits none, the form that was most
 * likely meant is taken, so that the field that is wrong is named (P10). Of several bounds that a value passes only the field's own is
 * taken.
 */
export function placedIssues(
  issues: readonly Issue[],
  path: PropertyKey[] = [],
): { path: PropertyKey[]; issue: Issue }[] {
  return issues.flatMap((issue) => {
    if (isOutermost(issue) && issues.some((other) => isNarrower(other, issue))) return [];
    const at = [...path, ...issue.path];
    const meant = issue.code === "invalid_union" ? meantOf(issue.errors) : undefined;
    return meant === undefined ? [{ path: at, issue }] : placedIssues(meant, at);
  });
}

/** True for the bound that the library gives every whole number. */
const isOutermost = (issue: Issue): boolean =>
  (issue.code === "too_big" && issue.maximum === Number.MAX_SAFE_INTEGER) ||
  (issue.code === "too_small" && issue.minimum === Number.MIN_SAFE_INTEGER);

const isNarrower = (other: Issue, issue: Issue): boolean =>
  other !== issue && other.code === issue.code && other.path.join("\0") === issue.path.join("\0");

/** The form that fits best; undefined if the value is of another type than all of them. */
function meantOf(forms: Issue[][]): Issue[] | undefined {
  const isOfType = (issue: Issue) =>
    issue.path.length > 0 || (issue.code !== "invalid_type" && issue.code !== "invalid_value");
  return forms
    .filter((form) => form.length > 0 && form.every(isOfType))
    .toSorted((a, b) => strange(a) - strange(b) || a.length - b.length || depth(b) - depth(a))[0];
}

/** The number of fields that this form does not have, or that are missing. */
const strange = (form: Issue[]): number =>
  form.filter((issue) => issue.code === "unrecognized_keys" || isLeftOut(issue)).length;

const depth = (form: Issue[]): number => Math.max(...form.map(({ path }) => path.length));
