/** The outcome of each item of a batch, in their order. */
export type Outcomes<Result> = PromiseSettledResult<Result>[];

type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
};

/**
 * Handles items that come at the same time together. The first item of a `key` runs alone at once; those that come while it runs
 * wait and form the next batch when it has ended, at most `most` at a time. No item waits for time to pass, for another key or
 * for another owner. An error thrown by `run` goes to every item of its batch, and to no other.
 */
export function inBatches<Owner extends object, Item, Result>(
  run: (owner: Owner, key: string, items: Item[]) => Promise<Outcomes<Result>>,
  { most }: { most: number },
): (owner: Owner, key: string, item: Item) => Promise<Result> {
  const queuesOf = new WeakMap<Owner, Map<string, Waiting<Item, Result>[]>>();

  async function drain(owner: Owner, key: string, queue: Waiting<Item, Result>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      try {
        const items = batch.map(({ item }) => item);
        const outcomes = await run(owner, key, items);
        for (const [nth, { resolve, reject }] of batch.entries()) {
          const outcome = outcomes[nth];
          if (outcome?.status === "fulfilled") resolve(outcome.value);
          else reject(outcome?.reason ?? new Error("a batch left out one of its items"));
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    // In the same turn as the last check: nothing can have come in between.
    queuesOf.get(owner)?.delete(key);
  }

  return async (owner, key, item) =>
    await new Promise<Result>((resolve, reject) => {
      const queues = queuesOf.get(owner) ?? new Map<string, Waiting<Item, Result>[]>();
      queuesOf.set(owner, queues);
      const one = { item, resolve, reject };
      const waiting = queues.get(key);
      if (waiting !== undefined) {
        waiting.push(one);
        return;
      }
      const queue = [one];
      queues.set(key, queue);
      void drain(owner, key, queue);
    });
}
