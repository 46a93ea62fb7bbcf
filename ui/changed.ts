/**
 * Returns the fields of `after` that differ from `before`. A form sends only these, so that it does not undo someone else's change.
 */
export function changedOf<Values extends object>(before: Partial<Values>, after: Values): Partial<Values> {
  const keys = (Object.keys(after) as (keyof Values)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  return Object.fromEntries(keys.map((key) => [key, after[key]])) as Partial<Values>;
}
