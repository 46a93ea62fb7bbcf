/** The fields of `after` that are others before: what a form sends of what it holds, so that nobody else's change is taken back. */
export function changedOf<Values extends object>(before: Partial<Values>, after: Values): Partial<Values> {
  const keys = (Object.keys(after) as (keyof Values)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  return Object.fromEntries(keys.map((key) => [key, after[key]])) as Partial<Values>;
}
