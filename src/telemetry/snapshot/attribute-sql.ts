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
  return attributeMatching(column, key.replaceAll('.', '\\.'), { dialect })
}

export interface AttributeOptions {
  readonly dialect: MapDialect
  /** A character class; a value without any such character is passed over. */
  readonly mustContain?: string
}

/** The same for a key given as a regular expression (RE2) without groups that capture; the first entry that matches counts. */
export function attributeMatching(column: string, keyPattern: string, { dialect, mustContain }: AttributeOptions): string {
  const patterns: Record<MapDialect, string> = {
    python: `'${keyPattern}': ['"](${value('[^\'"]', mustContain)})['"]`,
    json: `"${keyPattern}": ?"(${value('[^"]', mustContain)})"`,
    // Go separates entries by a blank and quotes nothing: the value ends before the next blank or the closing bracket.
    go: `[\\[ ]${keyPattern}:(${value('[^\\] ]', mustContain)})`,
  }
  return `NULLIF(regexp_extract(${column}, ${literal(patterns[dialect])}, 1), '')`
}

function value(character: string, mustContain: string | undefined): string {
  return mustContain === undefined ? `${character}*` : `${character}*${mustContain}${character}*`
}
