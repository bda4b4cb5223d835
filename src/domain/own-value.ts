/**
 * What a table says about a word that comes from outside; undefined when it says nothing. A plain lookup would answer for `constructor` and
 * `toString` too, with what every object inherits.
 */
export function ownValue<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
