import type { Db } from "../../kit/database.ts";
import { examplesOf, sumUp, type QuantityChange } from "./rules.ts";
import { namesOf } from "./store.ts";

/** Shows what many quantities would become (P3), in numbers and some by name: people see it in this form before it is done. */
export async function nameChanges(db: Db, merchantId: string, changes: QuantityChange[]) {
  const examples = examplesOf(changes);
  const ids = examples.map(({ variationId }) => variationId);
  const names = new Map((await namesOf(db, merchantId, ids)).map(({ id, ...name }) => [id, name]));
  return {
    ...sumUp(changes),
    examples: examples.flatMap((change) => {
      const name = names.get(change.variationId);
      return name === undefined ? [] : [{ ...change, ...name }];
    }),
  };
}
