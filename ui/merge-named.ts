/**
 * Merges `mine` into `now`, which is what is saved by now. Takes from `mine` only the names that were changed since `opened`, so that
 * no one else's changes are undone. Keeps the order of `mine`; items that others added come last.
 */
export function mergeNamed<Item extends { name: string }>(
  opened: Item[],
  mine: Item[],
  now: Item[],
  isSame: (a: Item, b: Item) => boolean,
): Item[] {
  const isIn = (items: Item[], item: Item) => items.some((each) => isSame(each, item));
  const changed = mine.filter((item) => !isIn(opened, item));
  const names = new Set([
    ...opened.filter((item) => !isIn(mine, item)).map(({ name }) => name),
    ...changed.map(({ name }) => name),
  ]);
  const isMine = ({ name }: Item) => names.has(name);
  const others = now.filter((item) => !isMine(item) && !mine.some(({ name }) => name === item.name));
  const kept = mine.flatMap((item) => (isMine(item) ? [item] : now.filter(({ name }) => name === item.name)));
  return [...kept, ...others];
}
