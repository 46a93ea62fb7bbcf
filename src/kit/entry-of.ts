/**
 * What a table of ours has under a word that somebody else chose; undefined where it has nothing, also for a word under which every
 * object has something (`constructor`).
 */
export const entryOf = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
