import { literal } from './sql.ts'

/** How a file writes its map columns: as a Python literal, as JSON, or as Go prints a map. */
export type MapDialect = 'python' | 'json' | 'go'

/** Tells the dialect from one non-empty map cell; Python, by far the most common, when the cell says nothing. */
export function mapDialect(cell: string): MapDialect {
  if (cell.startsWith('map[')) return 'go'
  return /^\{\s*"[^"]*"\s*:/.test(cell) ? 'json' : 'python'
}

/**
 * A SQL expression for the value of one key of a map column, NULL when the key is absent or empty. Values are identifiers
 * (names, codes, addresses); an escaped quote inside one would cut it there, which names never have.
 */
export function attribute(column: string, key: string, dialect: MapDialect): string {
  return `NULLIF(regexp_extract(${column}, ${entryPattern(key.replaceAll('.', '\\.'), { dialect })}, 1), '')`
}

export interface AttributeOptions {
  readonly dialect: MapDialect
  /** A character class; a value without any such character is passed over. */
  readonly mustContain?: string
}

/**
 * The same for a key given as a regular expression (RE2) without groups that capture; the first entry that matches counts. For use
 * inside a CASE, where NULLIF would look for the entry twice.
 */
export function attributeMatching(column: string, keyPattern: string, options: AttributeOptions): string {
  return `regexp_extract_all(${column}, ${entryPattern(keyPattern, options)}, 1)[1]`
}

function entryPattern(keyPattern: string, { dialect, mustContain }: AttributeOptions): string {
  const patterns: Record<MapDialect, string> = {
    python: `'${keyPattern}': ['"](${value('[^\'"]', mustContain)})['"]`,
    json: `"${keyPattern}": ?"(${value('[^"]', mustContain)})"`,
    // Go separates entries by a blank and quotes nothing: the value ends before the next blank or the closing bracket.
    go: `[\\[ ]${keyPattern}:(${value('[^\\] ]', mustContain)})`,
  }
  return literal(patterns[dialect])
}

function value(character: string, mustContain: string | undefined): string {
  return mustContain === undefined ? `${character}+` : `${character}*${mustContain}${character}*`
}
