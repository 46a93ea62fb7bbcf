import type { z } from "zod";
import { isLeftOut } from "./sentences.ts";

type Issue = z.core.$ZodIssue;

/**
 * What a schema found, each with its place in the input. If a value may have one of several forms and fits none, the form that was most
 * likely meant is taken, so that the field that is wrong is named (P10).
 */
export function placedIssues(
  issues: readonly Issue[],
  path: PropertyKey[] = [],
): { path: PropertyKey[]; issue: Issue }[] {
  return issues.flatMap((issue) => {
    const at = [...path, ...issue.path];
    const meant = issue.code === "invalid_union" ? meantOf(issue.errors) : undefined;
    return meant === undefined ? [{ path: at, issue }] : placedIssues(meant, at);
  });
}

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
