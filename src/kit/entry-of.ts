/**
 * The entry of one of our tables for a word that someone else chose; undefined if there is none, also for words that every object
 * has (`constructor`).
 */
export const entryOf = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
