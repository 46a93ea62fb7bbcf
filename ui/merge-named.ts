/**
 * What is to be saved of `mine` where `now` is saved: what was changed since `opened` in the names that it was changed for, so
 * that nobody else's is taken back. In the order of `mine`, and then what others have added.
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
